/**
 * What is still easy to read. Of 161 real notices 97 % were hard (Zou et al., CHI 2019): the limits are where plain-language guides of public services put them. Flesch's
 * reading ease (Flesch, 1948): 206.835 − 1.015 × words per sentence − 84.6 × syllables per word; 60 is read by most adults.
 */
export const readability = {
  en: { fleschAtLeast: 55, wordsAtMost: 34 },
  /** Words are what stands between spaces (어절). */
  ko: { meanWordsAtMost: 16, wordsAtMost: 30, nominalsAtMost: 4 },
  /** The leak of this person's data is told within so many sentences. */
  toldWithinSentences: 3,
  /** So many requests in running text are a list. */
  requestsInParagraph: 2,
};

/** Endings of Korean words that are no bare nouns: particles, endings of verbs and adjectives. What has none of them, and the connecting 의, 및 and 에 대한, makes chains. */
export const koreanEndings = /(은|는|이|가|을|를|에|에서|에게|께|로|으로|와|과|도|만|까지|부터|처럼|보다|라도|마다|다|요|고|며|면|서|게|지|니|나|든|든지|려|러|한|된|할|될|하는|되는|있는|없는|인|던|운|른|린|진|온|간|낸|건|쓴|본|준|온|해|돼|여|어|아|안|않은|신|실|때|중|후|전|및|등)[.,)]?$/;
/** 에 대한 and its like are written as one word here, because they tie nouns together and 에 alone does not. */
export const koreanConnectors = /^및$|(의|에대한|에관한|에따른|에의한)$/;
