/* Finds exercises by words: loads the index, and ranks what fits. It touches no part of the page.
 *
 * `kinepedia.catalogue(link)` is all that others need of it. Texts become words without accents, capitals and
 * plurals ("fold", "stem"), the same for what is looked for and for what is found.
 */
"use strict";
(() => {
  const WORD = /[\p{L}\p{N}]+/gu;
  const STOP_WORDS = new Set("a an and at by for from in of on or the to with my".split(" "));
  // How much it counts where a word was found. A target adds to what the texts give.
  const TITLE = 10, ALIAS = 8, SUMMARY = 2, PRIMARY = 7, TARGET = 6, CATEGORY = 5, TERM = 4;
  const WEIGHTS = [TITLE, ALIAS, SUMMARY];
  // What the whole of a query adds: the exact name, its beginning, an exact alias.
  const SAME_NAME = 1000, NAME_BEGINS = 500, SAME_ALIAS = 200;
  const EFFECTS = 3; // as many as plan/finder.py has
  const SLICE = 500; // exercises that are read without giving way to what the visitor does

  /** @param {string} text */
  const fold = (text) =>
    // Upper case first: it makes "ss" of "ß", as case folding does.
    text.normalize("NFKD").replace(/[\p{M}'’]+/gu, "").toUpperCase().toLowerCase();

  /** @param {string} text @returns {string[]} its words, folded */
  const wordsOf = (text) => fold(text).match(WORD) ?? [];

  /** Takes off what tells plural from singular, and "stretching" from "stretch".
   * @param {string} word a folded word */
  function stem(word) {
    if (word.length < 4) return word === "ups" ? "up" : word;
    let short = word;
    if (/lves?$/.test(short)) return short.replace(/ves?$/, "f"); // calves
    if (short.length > 6) short = short.replace(/ing$/, "");
    if (short.length > 4) short = short.replace(/ies$/, "y");
    short = short.replace(/(ss|sh|ch|x|z)es$/, "$1");
    if (!/(ss|us|is)$/.test(short)) short = short.replace(/s$/, "");
    return short.length > 4 ? short.replace(/e$/, "") : short;
  }

  /** @param {string} text @returns {string[]} */
  const stemsOf = (text) => wordsOf(text).map(stem);

  /** The words to look for: without "the" and the like, unless there is nothing else.
   * @param {string} text @returns {string[]} folded words */
  const sought = (text) => telling(wordsOf(text));

  /** @param {string[]} words */
  function telling(words) {
    const found = words.filter((word) => !STOP_WORDS.has(word));
    return found.length ? found : words;
  }

  /** How many letters may be wrong, missing, too many or exchanged. @param {string} word */
  const mistakesIn = ({ length }) => (length < 4 ? 0 : length < 8 ? 1 : 2);

  /** Tells whether a word is meant by another one, as it is typed or by its stem: a mistake may hide a plural.
   * @param {string} word @param {string} token */
  const isMeant = (word, token) =>
    mistakesIn(word) > 0 && [word, stem(word)].some((spelt) => isNearly(spelt, token, mistakesIn(word)));

  /** Tells whether a word is, but for a few mistakes, another one or the beginning of it.
   * @param {string} word @param {string} token @param {number} most */
  function isNearly(word, token, most) {
    if (token.length < word.length - most) return false;
    // Nearly all mistakes spare the first letter, or exchange, lose or add it.
    if (word[0] !== token[0] && word[0] !== token[1] && word[1] !== token[0]) return false;
    const columns = Math.min(token.length, word.length + most);
    let before = [], above = [];
    for (let column = 0; column <= columns; column++) above.push(column);
    for (let row = 1; row <= word.length; row++) {
      const here = [row];
      let least = row;
      for (let column = 1; column <= columns; column++) {
        const differs = word[row - 1] === token[column - 1] ? 0 : 1;
        let cost = Math.min(above[column] + 1, here[column - 1] + 1, above[column - 1] + differs);
        if (row > 1 && column > 1 && word[row - 1] === token[column - 2] && word[row - 2] === token[column - 1]) {
          cost = Math.min(cost, before[column - 2] + 1);
        }
        here.push(cost);
        if (cost < least) least = cost;
      }
      if (least > most) return false;
      before = above;
      above = here;
    }
    return Math.min(...above) <= most;
  }

  /** Tells whether all words are in a text, perhaps misspelled. Used for conditions, which are few.
   * @param {string[]} words folded @param {string[]} stems of the text */
  const areIn = (words, stems) =>
    words.every((word) => {
      const short = stem(word);
      return (
        stems.some((other) => other === short || (short.length > 2 && other.startsWith(short))) ||
        stems.some((other) => isMeant(word, other))
      );
    });

  /** All exercises, and what can be asked about them. */
  class Catalogue {
    /** @param {object} index what plan/finder.py made @param {HTMLAnchorElement} link to the list of exercises */
    constructor(index, link) {
      this.index = index;
      this.titles = index.titles.split("\n");
      this.count = this.titles.length;
      this.slugs = index.slugs.split("\n");
      this.aliases = index.aliases.split("\n");
      this.summaries = index.summaries.split("\n");
      this.facets = index.facets;
      this._link = link;
      this._numbers = new Map(); // of each token
      this._texts = []; // for each token, where in the texts it is: exercise * 4 + place in WEIGHTS
      this._terms = []; // for each token, the lists of exercises that some term gives
      this._read = new Map(); // the tokens of what stands between two spaces
      this._names = [];
    }

    /** Reads all texts, and lets the visitor go on meanwhile. */
    async read() {
      for (let start = 0; start < this.count; start += SLICE) {
        const end = Math.min(start + SLICE, this.count);
        for (let exercise = start; exercise < end; exercise++) this._readTexts(exercise);
        await new Promise((resume) => setTimeout(resume));
      }
      for (const facet of this.facets) this._readTerms(facet);
      this._read.clear();
      this._sorted = [...this._numbers.keys()].sort();
      return this;
    }

    /** @param {number} exercise */
    addressOf(exercise) {
      const file = this._link.pathname.endsWith("index.html") ? "index.html" : "";
      return new URL(`${this.slugOf(exercise)}/${file}`, this._link.href).href;
    }

    /** @param {number} exercise @returns {string} as `_says_slug` of plan/finder.py has it */
    slugOf(exercise) {
      return this.slugs[exercise] || this.titles[exercise].toLowerCase().replaceAll(" ", "-");
    }

    /** The titles of what an exercise has of a facet. @param {number} exercise @param {string} name */
    termsOf(exercise, name) {
      const facet = this.facets.find((one) => one.name === name);
      return facet ? facet.of[exercise].map((value) => facet.values[value][1]) : [];
    }

    /** Ranks the exercises that fit a query, the best first.
     * `isPartial` tells that none has all of its words.
     * @param {string} query @returns {{exercises: number[], isPartial: boolean}} */
    search(query) {
      const words = sought(query);
      const rows = words.map((word) => this._scores(word));
      words.slice(1).forEach((word, place) => {
        // "pull ups" is "pullups", too.
        const joined = this._scores(words[place] + word, { isStrict: true });
        for (const row of [rows[place], rows[place + 1]]) keepBest(row, joined);
      });
      const found = new Uint8Array(this.count);
      for (const row of rows) for (let at = 0; at < this.count; at++) if (row[at] > 0) found[at]++;
      const most = found.reduce((one, other) => Math.max(one, other), 0);
      if (most === 0) return { exercises: [], isPartial: false };
      const whole = words.map(stem).join(" ");
      const keys = [];
      for (let at = 0; at < this.count; at++) {
        if (found[at] !== most) continue;
        let score = this._ofWhole(at, whole);
        for (const row of rows) score += row[at];
        // One number to sort by, which is quicker than comparing two: the score, then the place from A to Z.
        keys.push((1e6 - Math.round(score * 64)) * 2 ** 24 + at);
      }
      const exercises = [...Float64Array.from(keys).sort()].map((key) => key % 2 ** 24);
      return { exercises, isPartial: most < words.length };
    }

    /** @param {number} exercise @param {string} whole the stems of what is sought */
    _ofWhole(exercise, whole) {
      const names = this._names[exercise];
      if (names[0] === whole) return SAME_NAME;
      if (names[0].startsWith(whole)) return NAME_BEGINS;
      return names.includes(whole) ? SAME_ALIAS : 0;
    }

    /** How well each exercise fits one word; 0 if it does not.
     * @param {string} word folded @returns {Float32Array} */
    _scores(word, { isStrict = false } = {}) {
      const scores = new Float32Array(this.count);
      const short = stem(word);
      let tokens = this._beginningWith(short);
      if (!tokens.length && !isStrict) {
        const parts = this._split(word);
        if (parts) return parts;
        tokens = this._sorted.filter((token) => isMeant(word, token)).map((token) => [token, 0.5, false]);
      }
      const ofTerms = new Float32Array(this.count);
      for (const [token, quality, isShort] of tokens) {
        const number = this._numbers.get(token);
        for (const posting of this._texts[number]) {
          const weight = WEIGHTS[posting & 3];
          const score = weight * quality;
          if (score > scores[posting >> 2] && !(isShort && weight === SUMMARY)) scores[posting >> 2] = score;
        }
        for (const [weight, exercises] of this._terms[number]) {
          for (const at of exercises) if (weight * quality > ofTerms[at]) ofTerms[at] = weight * quality;
        }
      }
      for (let at = 0; at < this.count; at++) scores[at] += ofTerms[at];
      return scores;
    }

    /** @param {string} short @returns {[string, number, boolean][]} tokens, how good they are, and whether so little
     * of them was typed that only names count */
    _beginningWith(short) {
      let low = 0, high = this._sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this._sorted[middle] < short) low = middle + 1;
        else high = middle;
      }
      const found = [];
      for (; low < this._sorted.length && this._sorted[low].startsWith(short); low++) {
        const token = this._sorted[low];
        const isWhole = token === short;
        found.push([token, isWhole ? 1 : 0.6 + (0.3 * short.length) / token.length, !isWhole && short.length < 3]);
      }
      return found;
    }

    /** "pullups" is "pull ups", too. @param {string} word @returns {Float32Array | null} */
    _split(word) {
      for (let at = word.length - 2; at > 1; at--) {
        const [first, second] = [stem(word.slice(0, at)), stem(word.slice(at))];
        if (this._numbers.has(first) && this._numbers.has(second)) {
          const [one, other] = [this._scores(first), this._scores(second)];
          return one.map((score, exercise) => Math.min(score, other[exercise]));
        }
      }
      return null;
    }

    /** @param {number} exercise */
    _readTexts(exercise) {
      const aliases = this.aliases[exercise] ? this.aliases[exercise].split("\t") : [];
      const names = [this.titles[exercise], ...aliases].map((text) => this._tokens(text));
      names.forEach((tokens, place) => this._note(tokens, exercise * 4 + (place ? 1 : 0)));
      this._note(this._tokens(this.summaries[exercise]), exercise * 4 + 2);
      this._names.push(names.map((tokens) => telling(tokens).join(" ")));
    }

    /** @param {string} text */
    _tokens(text) {
      const found = [];
      for (const part of text.split(" ")) {
        let tokens = this._read.get(part);
        if (!tokens) this._read.set(part, (tokens = stemsOf(part)));
        for (const token of tokens) found.push(token);
      }
      return found;
    }

    /** @param {string[]} tokens @param {number} posting */
    _note(tokens, posting) {
      for (const token of tokens) this._texts[this._number(token)].push(posting);
    }

    /** @param {string} token */
    _number(token) {
      let number = this._numbers.get(token);
      if (number === undefined) {
        this._numbers.set(token, (number = this._texts.length));
        this._texts.push([]);
        this._terms.push([]);
      }
      return number;
    }

    /** @param {object} facet */
    _readTerms(facet) {
      const lists = facet.values.map(() => new Map());
      const put = (value, weight, exercise) => {
        if (!lists[value].has(weight)) lists[value].set(weight, []);
        lists[value].get(weight).push(exercise);
      };
      if (facet.name === "target" || facet.name === "effect") {
        const { of } = this.facets.find((one) => one.name === "target");
        of.forEach((pairs, exercise) => {
          pairs.forEach((pair, place) => {
            if (facet.name === "effect") put(pair % EFFECTS, TERM, exercise);
            else put(Math.floor(pair / EFFECTS), isPrimary(pairs, place) ? PRIMARY : TARGET, exercise);
          });
        });
      } else {
        const weight = facet.name === "categories" ? CATEGORY : TERM;
        facet.of.forEach((values, exercise) => values.forEach((value) => put(value, weight, exercise)));
      }
      facet.values.forEach(([, ...names], value) => {
        for (const token of new Set(names.flatMap(stemsOf))) {
          this._terms[this._number(token)].push(...lists[value]);
        }
      });
    }
  }

  /** Tells whether a target is the first of those with which an exercise does the same.
   * @param {number[]} pairs @param {number} place */
  const isPrimary = (pairs, place) => place === 0 || pairs[place - 1] % EFFECTS !== pairs[place] % EFFECTS;

  /** @param {Float32Array} row @param {Float32Array} other */
  function keepBest(row, other) {
    for (let at = 0; at < row.length; at++) if (other[at] > row[at]) row[at] = other[at];
  }

  const loaded = new Map();
  const awaited = new Map();

  /** What the scripts of the finder's data call. */
  window.kinepediaData = (name, value) => awaited.get(name)?.(value);

  /** Fetches one of the finder's data, once. @param {string} name @param {HTMLAnchorElement} link */
  function load(name, link) {
    if (!loaded.has(name)) {
      const promise = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        awaited.set(name, resolve);
        script.onerror = () => reject(new Error(`${name} could not be fetched`));
        script.src = new URL(`${name}.js`, new URL(link.dataset.data, document.baseURI)).href;
        document.head.append(script);
      });
      loaded.set(name, promise);
      promise.catch(() => loaded.delete(name)); // the next attempt may succeed
    }
    return loaded.get(name);
  }

  let catalogue;

  window.kinepedia = {
    EFFECTS, areIn, isPrimary, load, sought, stemsOf,

    /** The catalogue of all exercises, fetched when it is first asked for.
     * @param {HTMLAnchorElement} link to the list of exercises, which says where the index is
     * @returns {Promise<Catalogue>} */
    catalogue(link) {
      catalogue ??= load("exercises", link).then((index) => new Catalogue(index, link).read());
      catalogue.catch(() => (catalogue = undefined));
      return catalogue;
    },
  };
})();
