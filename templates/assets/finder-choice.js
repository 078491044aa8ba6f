/* What a visitor has asked for, and which exercises fit it. It touches no part of the page.
 *
 * A choice is `{ query, chosen, avoid }`: words, for each facet the chosen slugs, and conditions to avoid in
 * the visitor's words. Within a facet one of the chosen is enough; of all facets each has to fit. A target and
 * what is done with it belong together: they have to fit with each other.
 */
"use strict";
(() => {
  const { EFFECTS, areIn, isPrimary, sought, stemsOf } = window.kinepedia;
  const AVOID = "avoid";
  const AIM = ["target", "effect"];

  /** @param {URLSearchParams} address @param {object[]} facets */
  function fromAddress(address, facets) {
    const known = ({ name, values }) => address.getAll(name).filter((slug) => values.some(([own]) => own === slug));
    return {
      query: address.get("q") ?? "",
      chosen: Object.fromEntries(facets.map((facet) => [facet.name, new Set(known(facet))])),
      avoid: new Set(address.getAll(AVOID).filter((text) => sought(text).length)),
    };
  }

  /** @param {object} choice @returns {string} a query string, empty if nothing is asked */
  function toAddress({ query, chosen, avoid }) {
    const address = new URLSearchParams();
    if (query.trim()) address.set("q", query.trim());
    for (const [name, slugs] of Object.entries(chosen)) for (const slug of slugs) address.append(name, slug);
    for (const text of avoid) address.append(AVOID, text);
    return address.size ? `?${address}` : "";
  }

  /** Finds what fits a choice.
   *
   * `exercises` are those that fit, the best first; `hidden` those that would, with the numbers of the conditions
   * for which they are hidden; `counts` says for each value of each facet how many fit if it is chosen, too.
   * @param {object} catalogue @param {object} choice @param {object | null} cautions needed if anything is avoided */
  function fitting(catalogue, choice, cautions) {
    const { facets } = catalogue;
    const asked = choice.query.trim() ? catalogue.search(choice.query) : { exercises: everything(catalogue), isPartial: false };
    const tests = testsOf(facets, choice.chosen);
    const avoided = cautions ? avoidedOf(cautions, choice.avoid) : null;
    const counts = Object.fromEntries(facets.map(({ name, values }) => [name, new Uint32Array(values.length)]));
    const exercises = [], hidden = [];
    for (const exercise of asked.exercises) {
      let failed = null, failures = 0;
      for (const test of tests) {
        if (!test.fits(exercise)) {
          failed = test;
          failures++;
        }
      }
      if (failures > 1) continue;
      const reasons = avoided?.size ? cautions.of[exercise].filter((condition) => avoided.has(condition)) : [];
      if (reasons.length) {
        if (!failed) hidden.push({ exercise, reasons });
      } else if (failed) {
        failed.count(exercise, counts); // it would fit with another choice in that facet
      } else {
        exercises.push(exercise);
        for (const test of tests) test.count(exercise, counts);
      }
    }
    return { exercises: primaryFirst(exercises, facets, choice), hidden, counts, isPartial: asked.isPartial };
  }

  const everything = (catalogue) => Array.from({ length: catalogue.count }, (_, exercise) => exercise);

  /** @returns {{fits: (exercise: number) => boolean, count: Function}[]} a test for each facet, one for both of `AIM` */
  function testsOf(facets, chosen) {
    const tests = facets.filter((facet) => !AIM.includes(facet.name)).map((facet) => {
      const wanted = numbersOf(facet, chosen);
      return {
        fits: (exercise) => !wanted.size || facet.of[exercise].some((value) => wanted.has(value)),
        count(exercise, counts) {
          for (const value of facet.of[exercise]) counts[facet.name][value]++;
        },
      };
    });
    const [target, effect] = AIM.map((name) => facets.find((facet) => facet.name === name));
    if (target) tests.push(aim(target, numbersOf(target, chosen), numbersOf(effect, chosen)));
    return tests;
  }

  /** The test of target and effect together. */
  function aim({ of, values }, targets, effects) {
    const isAnything = !targets.size && !effects.size;
    const isTarget = (pair) => !targets.size || targets.has(Math.floor(pair / EFFECTS));
    const isEffect = (pair) => !effects.size || effects.has(pair % EFFECTS);
    // Which exercise was counted last: one that stretches and strengthens a target counts once for it.
    const last = { target: new Int32Array(values.length).fill(-1), effect: new Int32Array(EFFECTS).fill(-1) };
    const once = (name, value, exercise, counts) => {
      if (last[name][value] === exercise) return;
      last[name][value] = exercise;
      counts[name][value]++;
    };
    return {
      fits: (exercise) => isAnything || of[exercise].some((pair) => isTarget(pair) && isEffect(pair)),
      count(exercise, counts) {
        for (const pair of of[exercise]) {
          if (isEffect(pair)) once("target", Math.floor(pair / EFFECTS), exercise, counts);
          if (isTarget(pair)) once("effect", pair % EFFECTS, exercise, counts);
        }
      },
    };
  }

  const numbersOf = ({ name, values }, chosen) =>
    new Set([...chosen[name]].map((slug) => values.findIndex(([own]) => own === slug)));

  /** Puts those first for which a chosen target is the primary one. */
  function primaryFirst(exercises, facets, { chosen }) {
    if (!chosen.target?.size) return exercises;
    const facet = facets.find(({ name }) => name === "target");
    const wanted = numbersOf(facet, chosen);
    const isFirst = (exercise) => facet.of[exercise].some((pair, place, pairs) =>
      wanted.has(Math.floor(pair / EFFECTS)) && isPrimary(pairs, place));
    return [...exercises.filter(isFirst), ...exercises.filter((exercise) => !isFirst(exercise))];
  }

  /** @param {object} cautions @param {Set<string>} texts @returns {Set<number>} the conditions that some text names */
  function avoidedOf(cautions, texts) {
    return new Set([...texts].flatMap((text) => mentioning(cautions, text)));
  }

  /** @param {object} cautions @param {string} text @returns {number[]} the conditions that have all its words */
  function mentioning(cautions, text) {
    const words = sought(text);
    if (!words.length) return [];
    cautions.stems ??= cautions.conditions.map(stemsOf);
    return cautions.stems.flatMap((stems, condition) => (areIn(words, stems) ? [condition] : []));
  }

  Object.assign(window.kinepedia, { fromAddress, toAddress, fitting, mentioning });
})();
