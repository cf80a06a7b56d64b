// The order of what a search finds: guides first, records of decisions last.
var Scorer = {
  score: ([name, , , , score]) => {
    if (name.startsWith("guides/")) return score + 30;
    if (name.startsWith("decisions/")) return score - 30;
    return score;
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: {0: 15, 1: 5, 2: -5},
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
