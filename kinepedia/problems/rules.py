"""The catalogue of everything an author can get wrong, as data.

A code never changes its meaning once released: authors write it into their notes and tools match it.
Every rule has a whole-site test in `tests/site/cases` that shows its message. What it means stands in
`rulebook/`, which a build does not read.
"""

from __future__ import annotations

from kinepedia.problems import pose_rules
from kinepedia.problems.diagnostics import Rule, Severity

_ERROR = Severity.ERROR
_WARNING = Severity.WARNING

# --- files -------------------------------------------------------------------------------------------------

UNREADABLE_FILE = Rule(
    "unreadable-file",
    _ERROR,
    "this file cannot be read: {reason}",
    "check that it exists and that you may read it",
)
FILE_TOO_LARGE = Rule(
    "file-too-large",
    _ERROR,
    "this file has {size:,} bytes; an entry may have {most:,}",
    "split it into several entries",
)
INVALID_UTF8 = Rule(
    "invalid-utf8",
    _ERROR,
    "the byte 0x{byte:02x} is not valid UTF-8",
    "save the file with the encoding UTF-8",
)
CONTROL_CHARACTER = Rule(
    "control-character",
    _ERROR,
    "there is an invisible control character here (U+{code:04X})",
    "delete it; it is usually left behind by copying from another program",
)
BAD_FILE_NAME = Rule(
    "bad-file-name",
    _ERROR,
    "this name cannot be published: {reason}",
    "rename the file",
)
WRONG_ENCODING = Rule(
    "wrong-encoding",
    _ERROR,
    "this file is saved as {encoding}",
    "save it with the encoding UTF-8",
)
SYMBOLIC_LINK = Rule(
    "symbolic-link",
    _WARNING,
    "this is a symbolic link, which is not followed",
    "put the file itself here: a link could publish something outside the site",
)
LINKED_FOLDER = Rule(
    "linked-folder",
    _ERROR,
    "this folder is a symbolic link, which is not followed",
    "name the folder to which it leads with {option}, or put the folder itself here",
)
SPECIAL_FILE = Rule(
    "special-file",
    _WARNING,
    "this is no file but a pipe, a socket or a device, so it is left out",
    "put a file here, or delete it",
)
HIDDEN_FILE = Rule(
    "hidden-file",
    _WARNING,
    "this is a hidden file, so it is not published",
    "move it out of static/; of hidden files, only {known} are published",
)
OUTSIDE_COLLECTION = Rule(
    "outside-collection",
    _ERROR,
    "this file lies directly in the content folder, so it belongs to no collection",
    "move it into one of: {collections}",
)
UNKNOWN_COLLECTION = Rule(
    "unknown-collection",
    _ERROR,
    'there is no collection called "{name}"',
    "the collections are: {collections}",
)
WRONG_SUFFIX = Rule(
    "wrong-suffix",
    _ERROR,
    'entries end in ".md", this file ends in "{suffix}", so it would be left out',
    'rename it to "{name}"',
)
BAD_SLUG = Rule(
    "bad-slug",
    _ERROR,
    '"{slug}" cannot be part of an address: {reason}',
    "use lower-case letters a to z, digits and single hyphens",
)

# --- front matter ------------------------------------------------------------------------------------------

MISSING_FRONT_MATTER = Rule(
    "missing-front-matter",
    _ERROR,
    "this entry has no front matter",
    'begin the file with a line "---", then fields such as "title: ...", then another line "---"',
)
UNCLOSED_FRONT_MATTER = Rule(
    "unclosed-front-matter",
    _ERROR,
    "the front matter that begins here never ends",
    'put a line "---" after its last field',
)
YAML_SYNTAX = Rule(
    "yaml-syntax",
    _ERROR,
    "the front matter is not valid YAML: {reason}",
    'quote texts that contain ": " or " #", or that start with one of @ ` * & ! % [ {{',
)
YAML_NOT_FIELDS = Rule(
    "yaml-not-fields",
    _ERROR,
    "the front matter is {found}, not a set of fields",
    'write one field a line, such as "title: Pigeon Pose"',
)
YAML_FEATURE = Rule(
    "yaml-feature",
    _ERROR,
    "{feature} is not allowed in front matter",
    "write the value out; if the text itself begins with this character, put it in quotes",
)
DUPLICATE_KEY = Rule(
    "duplicate-key",
    _ERROR,
    '"{key}" is given twice; the first is in line {first}',
    "keep one of the two",
)
LOST_TEXT = Rule(
    "lost-text",
    _WARNING,
    'a "#" after a space begins a comment, so this is no part of "{field}"',
    'if it belongs to the text, put the whole text in quotes: "..."; if not, give it a line of its own',
)
MISSING_FIELD = Rule(
    "missing-field",
    _ERROR,
    'the field "{field}" is missing',
    'add "{field}" to {where}',
)
EMPTY_FIELD = Rule(
    "empty-field",
    _ERROR,
    '"{field}" is empty',
    "fill it in, or delete it if it is not needed",
)
UNKNOWN_FIELD = Rule(
    "unknown-field",
    _ERROR,
    'there is no field called "{field}" here',
    "the fields are: {known}",
)
WRONG_TYPE = Rule(
    "wrong-type",
    _ERROR,
    '"{field}" must be {expected}, not {found}',
    "",
)
INVALID_VALUE = Rule(
    "invalid-value",
    _ERROR,
    '"{field}" cannot be "{value}"',
    "it must be {expected}",
)
REPEATED_VALUE = Rule(
    "repeated-value",
    _WARNING,
    '"{value}" stands here for the second time',
    "delete one of the two; another name for the same entry counts, too",
)

# --- settings ----------------------------------------------------------------------------------------------

TOML_SYNTAX = Rule(
    "toml-syntax",
    _ERROR,
    "the settings are not valid TOML: {reason}",
    'every setting is a line such as title = "My encyclopedia"',
)

EMPTY_COLLECTION = Rule(
    "empty-collection",
    _WARNING,
    'the collection "{name}" has no entries, so this link is left out',
    "add a file under content/{name}/, or take the link out of the navigation",
)

NO_BROTLI = Rule(
    "no-brotli",
    _ERROR,
    "to compress files with Brotli, a library is needed that is not installed here",
    "install it with: python -m pip install brotli; or take it out of the list",
)

LOW_CONTRAST = Rule(
    "low-contrast",
    _WARNING,
    "text in this colour is hard to read: its contrast is {contrast:.1f}, and should be at least {least}",
    "take {better}, which is near to it, or another colour",
)
MISSING_LOGO = Rule(
    "missing-logo",
    _ERROR,
    'there is no picture "{name}" in templates/assets/',
    "put it there, or take the logo out of the settings",
)

# --- references --------------------------------------------------------------------------------------------

UNKNOWN_TERM = Rule(
    "unknown-term",
    _ERROR,
    'no {kind} is called "{name}"',
    "add a file for it under content/{collection}/, or use one that exists",
)
DANGLING_REFERENCE = Rule(
    "dangling-reference",
    _ERROR,
    'no {kind} is called "{name}"',
    "a reference is the slug, the title or an alias of its target",
)
AMBIGUOUS_REFERENCE = Rule(
    "ambiguous-reference",
    _ERROR,
    '"{name}" could be {candidates}',
    'say which one: write "{first}"',
)
DRAFT_REFERENCE = Rule(
    "draft-reference",
    _WARNING,
    '"{name}" is a draft, so this reference is left out',
    "publish the draft by taking out its line draft: true, or build with --drafts",
)
SELF_REFERENCE = Rule(
    "self-reference",
    _ERROR,
    'this entry names itself under "{field}"',
    "take it out of the list",
)
WRONG_KIND = Rule(
    "wrong-kind",
    _ERROR,
    '"{name}" is a {kind}, and "{field}" takes {allowed}',
    "a muscle is stretched or strengthened; a nerve or a joint is mobilized",
)
PREREQUISITE_CYCLE = Rule(
    "prerequisite-cycle",
    _ERROR,
    "these prerequisites lead back to where they began: {path}",
    "take one of them out, so that there is an exercise to begin with",
)
PROGRESSION_CYCLE = Rule(
    "progression-cycle",
    _ERROR,
    "by easier and harder, this exercise is harder than itself: {path}",
    "take one of these relations out",
)
PREREQUISITE_HARDER = Rule(
    "prerequisite-harder",
    _WARNING,
    'the prerequisite "{name}" ({level}) is harder than this exercise ({own_level})',
    "change one of the two levels, or the prerequisite",
)
SEQUENCE_STRANGER = Rule(
    "sequence-stranger",
    _ERROR,
    '"{name}" is in this sequence but is not filed under "{category}"',
    'add "{slug}" to the categories of that exercise, or take it out of the sequence',
)
NOT_IN_SEQUENCE = Rule(
    "not-in-sequence",
    _WARNING,
    'the sequence leaves out "{name}", which is filed here; it comes last',
    "add it where it belongs",
)
DUPLICATE_SLUG = Rule(
    "duplicate-slug",
    _ERROR,
    'the slug "{slug}" is taken already, by {other}',
    "rename one of the two files",
)
DRAFT_SLUG = Rule(
    "draft-slug",
    _WARNING,
    'this draft has the slug "{slug}", which is taken already, by {other}',
    "give the draft another slug, or it cannot be published",
)
ADDRESS_TAKEN = Rule(
    "address-taken",
    _ERROR,
    "the address {address} is taken already, by {other}",
    "rename one of the two; some systems do not tell upper case from lower case",
)
REDIRECT_HIDES_PAGE = Rule(
    "redirect-hides-page",
    _ERROR,
    "the old address {address} is the address of something else: {other}",
    "an old address must be free; take it out of redirect_from",
)
UNANSWERED_ADDRESS = Rule(
    "unanswered-address",
    _WARNING,
    "this file takes the place of one that Kinepedia makes, and does not answer {addresses}",
    "add a line for each; to see those that Kinepedia writes, take this file away and build",
)

# --- bodies ------------------------------------------------------------------------------------------------

TOO_DEEP = Rule(
    "too-deep",
    _ERROR,
    "{what} are nested too deeply here to be read",
    "simplify this passage",
)
TOO_DENSE = Rule(
    "too-dense",
    _ERROR,
    "this {where} has {count:,} {what}; {most:,} can be read",
    "divide a long paragraph by empty lines, and a long entry into several",
)
MORE_PLACES = Rule(
    "more-places",
    _WARNING,
    "this entry has so many problems that not every place of each is shown",
    "mend those that are shown; the next build looks for the others",
)
TOP_HEADING = Rule(
    "top-heading",
    _ERROR,
    'the heading "{heading}" is of the first level, which is the title of the page',
    'begin it with "##"',
)
SKIPPED_HEADING = Rule(
    "skipped-heading",
    _WARNING,
    'the heading "{heading}" is of level {level}, but the one above it is of level {above}',
    'begin it with "{marks}", so that no level is skipped',
)
NO_STEPS = Rule(
    "no-steps",
    _WARNING,
    "this exercise has no steps",
    'write "## How to", and below it "### Step 1: ..." for each step',
)
STEP_NUMBER = Rule(
    "step-number",
    _ERROR,
    "this is step {expected} of its list, but it is numbered {number}",
    'number the steps 1, 2, 3 ... without a gap: "### Step {expected}: ..."',
)
SIDE_CONTRADICTION = Rule(
    "side-contradiction",
    _WARNING,
    'this step says "{first}" and then "{second}"',
    'if both are meant, say "the other {part}"; if not, mend the side',
)
SIDE_SLIP = Rule(
    "side-slip",
    _WARNING,
    '"{words}" in a step about the {side} side looks like a slip of the pen',
    'did you mean "{side} {part}"?',
)
BROKEN_LINK = Rule(
    "broken-link",
    _ERROR,
    'the link "{target}" leads nowhere',
    "{advice}",
)
BROKEN_ANCHOR = Rule(
    "broken-anchor",
    _ERROR,
    'the page {page} has no anchor "#{anchor}"',
    "its anchors are made from its headings, in lower case and with hyphens",
)
DUPLICATE_ANCHOR = Rule(
    "duplicate-anchor",
    _ERROR,
    'the anchor "#{anchor}" is on this page twice',
    "give one of the two another id",
)
MISSING_PICTURE = Rule(
    "missing-picture",
    _ERROR,
    'there is no picture "{target}"',
    "a picture lies beside the file that shows it, and is named as seen from there",
)
BAD_ATTACHMENT = Rule(
    "bad-attachment",
    _ERROR,
    'the file "{target}" cannot be published: {reason}',
    "check that you may read it and that it is whole",
)
STATIC_SVG = Rule(
    "static-svg",
    _WARNING,
    "this SVG is published as it is, because it lies under static/, but {reason}",
    "opened by itself, such a file can run scripts on your site and load files from others",
)
BAD_PICTURE = Rule(
    "bad-picture",
    _ERROR,
    'the picture "{target}" cannot be published: {reason}',
    "pictures are PNG, JPEG, WebP, AVIF, GIF or SVG",
)
MISSING_ALT = Rule(
    "missing-alt",
    _ERROR,
    'the picture "{target}" has no alternative text',
    "say in a few words what it shows: ![Foot flexed, knee bent](picture.png)",
)
UNSAFE_LINK = Rule(
    "unsafe-link",
    _ERROR,
    'links of the kind "{scheme}:" are not published',
    "link to a page, or use https:, http:, mailto: or tel:",
)
REMOVED_HTML = Rule(
    "removed-html",
    _WARNING,
    "{what} is not allowed in an entry and is left out",
    "what may stand in raw HTML is listed in the Markdown guide",
)
UNKNOWN_FOOTNOTE = Rule(
    "unknown-footnote",
    _ERROR,
    'there is no footnote "[^{name}]"',
    'add a paragraph "[^{name}]: ..." with its text',
)
UNUSED_FOOTNOTE = Rule(
    "unused-footnote",
    _ERROR,
    'nothing refers to the footnote "[^{name}]"',
    'write "[^{name}]" where it belongs, or delete it',
)
FOOTNOTE_NAME = Rule(
    "footnote-name",
    _ERROR,
    'the name of the footnote "[^{name}]" has a space in it',
    "write it with a hyphen, here and where it is used",
)
UNCLOSED_HTML = Rule(
    "unclosed-html",
    _WARNING,
    "{tag} is opened here and never closed in the same part of the text",
    "end it with </{name}>; if it is meant as a text, put it between backticks",
)
UNOPENED_HTML = Rule(
    "unopened-html",
    _WARNING,
    "{tag} closes nothing that is open here",
    "take it out, or open it in the same part of the text: a block such as <div> ends a <p>",
)
SWALLOWED_TEXT = Rule(
    "swallowed-text",
    _ERROR,
    "{tag} is never closed, so a browser would take all the following text for its content",
    "take it out; if it is meant as a text, put it between backticks",
)
UNCLOSED_COMMENT = Rule(
    "unclosed-comment",
    _ERROR,
    "this comment does not end in its paragraph, so it is none",
    "end it with -->; one of several paragraphs begins on a line of its own",
)
UNKNOWN_ALERT = Rule(
    "unknown-alert",
    _ERROR,
    'there is no alert called "{name}"',
    "the alerts are: {known}",
)
TEMPLATE_SYNTAX = Rule(
    "template-syntax",
    _WARNING,
    '"{found}" looks like a template, but entries are no templates: it is published as it stands',
    "if that is what you want, put it between backticks",
)

# --- theme -------------------------------------------------------------------------------------------------

TEMPLATE_ERROR = Rule(
    "template-error",
    _ERROR,
    "{reason} (while rendering {page})",
    "",
)
FEATURE_ERROR = Rule(
    "feature-error",
    _ERROR,
    'the feature "{name}" failed: {reason} (while {doing})',
    "mend its code, or turn it off in site.toml: [features] {name} = false",
)
UNKNOWN_FEATURE = Rule(
    "unknown-feature",
    _ERROR,
    'there is no feature called "{name}"',
    "write the name of a file in features/, of an installed feature, or one of: {known}",
)
UNUSED_FEATURE = Rule(
    "unused-feature",
    _WARNING,
    "this feature does not run, because site.toml does not name it",
    "write into site.toml, under [features]: {name} = true (or false, if it shall rest)",
)
MISSING_TEMPLATE = Rule(
    "missing-template",
    _ERROR,
    'there is no template "{name}"',
    "write the name of a file in templates/",
)
INVALID_FILE = Rule(
    "invalid-file",
    _ERROR,
    "this template, or one that it uses, made {address}, which is no valid {what}: {reason}",
    "mend the template; a value on its own is written with the filter tojson",
)
THEME_LINK = Rule(
    "theme-link",
    _ERROR,
    'this template, or one that it uses, made a link to "{target}" on {page}, which leads nowhere',
    "use the addresses that the view gives to the template",
)
THEME_ID = Rule(
    "theme-id",
    _ERROR,
    'this template, or one that it uses, gave the id "{anchor}" twice on {page}',
    "an id must be unique on its page",
)
THEME_ALT = Rule(
    "theme-alt",
    _ERROR,
    'this template, or one that it uses, made a picture without alternative text on {page}: "{target}"',
    'add alt="..."; alt="" if the picture is decoration',
)

# --- output ------------------------------------------------------------------------------------------------

FOREIGN_FILE = Rule(
    "foreign-file",
    _ERROR,
    "a file that Kinepedia did not make lies where a page has to go: {file}",
    "move it away, or into the folder static/, from where it is published",
)
LEFT_BEHIND = Rule(
    "left-behind",
    _WARNING,
    "the new site is published, but the old one could not be removed: {reason}",
    "unmount what is mounted in this folder, and remove it; nothing of the site is in it",
)

# --- outside links -----------------------------------------------------------------------------------------

DEAD_LINK = Rule(
    "dead-link",
    _ERROR,
    'the page "{target}" does not exist any more: its server answers {status}',
    "look for where it has gone, or take the link out",
)
UNKNOWN_HOST = Rule(
    "unknown-host",
    _ERROR,
    'there is no host called "{host}"',
    "look for a slip of the pen in its name; if the host is gone, take the link out",
)
BAD_CERTIFICATE = Rule(
    "bad-certificate",
    _ERROR,
    'browsers warn of the host "{host}": {reason}',
    "tell those who run it, or link to another page",
)
REFUSED_LINK = Rule(
    "refused-link",
    _ERROR,
    'the link "{target}" is of no use to a visitor: {reason}',
    "{advice}",
)
MOVED_LINK = Rule(
    "moved-link",
    _WARNING,
    'the page "{target}" has moved for good',
    "write its new address: {new}",
)
UNCONFIRMED_LINK = Rule(
    "unconfirmed-link",
    _WARNING,
    'it could not be found out whether "{target}" is still there: {reason}',
    "open it in a browser; if it is there, nothing needs to be done",
)


RULES = tuple(value for value in {**globals(), **vars(pose_rules)}.values() if isinstance(value, Rule))
"""All rules: those above, and those of poses."""
