import type { Locale } from "@/db/values/locales";

/** What a notice may not say, and what may stand around it. Regular expressions look at no case. */
interface Phrase {
  say: string;
  /** Where this is in the same sentence, the phrase is meant otherwise. */
  unless?: string;
  /** What to say instead, for the found words; left out where a person has to think. */
  instead?: string;
}

export const phraseRules = ["law-word", "promotion", "waiver", "reassurance", "comfort"] as const;
export type PhraseRule = (typeof phraseRules)[number];

/** "You give up none of your rights" and its like. */
const NOT_GIVEN_UP = { ko: "아닙니다|아니며|아니고|않습니다|않으며|않아도|없이도|필요(가|는)? ?없", en: "\\b(no|not|none|nothing|never|without|neither|don[’']t|doesn[’']t)\\b" };

/**
 * Words that regulators objected to in notices of breaches: the reference case's orders of 3 and 10 December 2025 and 14 January 2026 (content/rules/kr.yaml), and what 161
 * real notices had too much of (Zou, Danino, Sun, Schaub: "You 'Might' Be Affected", CHI 2019).
 */
export const phrases: Record<PhraseRule, Record<Locale, Phrase[]>> = {
  "law-word": {
    ko: [{ say: "(?<!장|이중|다중)노출(?=되|된|됐|될|하|한|했|시키|시킨|이|을|은|로|으로|에 |도|만|사고|위험|가능|경위|항목|내역|[\\s.,)]|$)(?!\\s*(콘크리트|시간|값))", unless: "피부|햇빛|자외선|셔터", instead: "유출" }],
    en: [
      { say: "(?<!\\b(?:long|double|multiple|over|under|film|sun)[- ])\\bexposures?\\b(?! (meter|time|setting|value|compensation))", instead: "leak" },
      { say: "\\bexposed\\b", unless: "\\b(brick|beam|sun|skin|concrete)", instead: "leaked" },
    ],
  },
  promotion: {
    ko: [
      { say: "이벤트|특가|최저가|신상품|신제품|프로모션|경품|사은품|우대 ?금리|요금제|신규 ?가입|특별 ?혜택|혜택을 ?(드|누|받)|새로 ?출시|무료 ?배송|적립금|멤버십 ?혜택|할인|쿠폰|추천 ?상품|구독 ?하" },
      { say: "(사랑받는|업계 ?(1위|최고|선두)|국내 ?(1위|최고|최대)|세계적인|믿을 수 있는 (기업|쇼핑몰|브랜드)|앞서가는)" },
      { say: "(쇼핑|구매|이용)(을|를)? ?(즐기|만나 보|계속해 보)" },
      { say: "가입(하시면|하고|해 ?보)", unless: "명의 ?도용|모니터링|알림|보호 ?서비스|재가입|다시 가입" },
    ],
    en: [
      { say: "\\b(discounts?|coupons?|promo(tion)?s?|special offers?|free (shipping|delivery)|loyalty points|new arrivals|shop now|\\d+ ?% off|sale (starts|ends|now)|gift with|enjoy (a|an|our|the|better|great|up to)|better rates?|sign up (now|today)|upgrade (now|today)|premium plan|open an? [a-z]+ account)\\b" },
      { say: "\\b(best[- ]loved|award[- ]winning|market[- ]leading|industry[- ]leading|world[- ]class|the leading|your favou?rite (shop|store)|most trusted)\\b" },
      { say: "\\b(new|spring|summer|autumn|winter|latest) (collection|range|line)\\b" },
    ],
  },
  waiver: {
    ko: [
      { say: "면책|부제소|책임(을|은|이|도)? ?(더 이상 )?(지지|부담하지|없|묻지|물을 수 없)", unless: "책임이 없다고 (하지|말하지)|면책(을|되려는)? ?(뜻|것)이 아니" },
      { say: "(권리|청구권?|이의)(를|을|도|까지)? ?(모두 )?(포기|제기하지 ?않|주장하지 ?않|행사하지 ?않)", unless: "포기하(시)?는 것이 ?아|포기하지 ?않|포기(를)? 뜻하지 ?않|잃지 ?않|그대로" },
      { say: "합의(한|하신|된) ?것으로 ?(보|간주|봅)|(어떠한|일체의|모든) ?(민형사상|법적) ?(책임|이의|청구)" },
    ],
    en: [
      { say: "\\b(not|no longer|cannot be|can ?not be held) (be )?(held )?(liable|responsible)\\b" },
      { say: "\\b(no|without) (any )?(liability|admission|responsibility)\\b" },
      { say: "\\b(waives?|waiving|releases?|forfeits?|disclaims?|gives? up|giving up|hold .{0,20}harmless)\\b(?=.{0,60}\\b(rights?|claims?|liability|action|us|court)\\b)", unless: NOT_GIVEN_UP.en },
      { say: "\\brelease\\b.{0,40}\\bfrom (any|all|every|further)\\b", unless: NOT_GIVEN_UP.en },
      { say: "\\b(full and final settlement|agree not to (sue|claim|take)|final settlement of)\\b" },
    ],
  },
  reassurance: {
    ko: [
      { say: "안심(하|해|할)|마음(을|은)? ?(푹 |편히 |편하게 )?놓|걱정(하지|은? ?마|마시|하실 ?(필요|것)|할 ?(필요|것)|을 ?놓|을 ?덜)|염려(하지|마|하실)" },
      { say: "(정보|데이터|계정|자료)(는|은|가|이|도)? ?(여전히 |지금도 |완전히 )?안전(합니다|하며|하게 ?(보호|관리|보관|지켜))" },
      { say: "(피해|문제|위험)(는|가|은|도)? ?(전혀 |절대 )?없습니다", unless: "확인|접수|신고" },
    ],
    en: [
      { say: "\\b(rest assured|be assured|(do not|don[’']t|no need (for you )?to|needn[’']t) (be )?(worry|worried|concerned|alarmed|panic))\\b" },
      { say: "\\b(is|are|remains?|stays?|still) (now |completely |fully |perfectly |entirely |absolutely )*(safe|secure|protected)\\b", unless: "\\b(not|cannot|can[’']t|if|whether|make sure|check)\\b" },
      { say: "\\b(nothing to (worry|fear)|no (cause|reason|need) for (concern|alarm|worry)|in safe hands)\\b" },
    ],
  },
  comfort: {
    ko: [{ say: "(악용|오용|부정 ?(사용|이용)|도용|쓰인|사용된|이용된|2차 ?피해|피해)[^.]{0,24}(사례|정황|증거|흔적|신고|징후|일)[^.]{0,16}(없|않|발견되지|확인된 ?바)" }],
    en: [
      { say: "\\b(no|any|without) (evidence|indications?|signs?|reports?|reason to believe|proof)\\b[^.]{0,80}\\b(misus\\w*|abus\\w*|fraud\\w*|used|identity theft|harm\\w*|exploit\\w*)", unless: "\\b(report|tell|if you (see|notice|find))\\b" },
      { say: "\\b(not|never) (come across|seen|found|heard of|noticed|received)\\b[^.]{0,70}\\b(misus\\w*|abus\\w*|fraud\\w*|ill use|used|harm\\w*)" },
      { say: "\\bnot aware of any\\b[^.]{0,60}(misus|abus|fraud|harm|theft)|\\bhas not been (misused|abused)" },
    ],
  },
};

/** Words that leave open what a sentence says. */
export const hedges: Record<Locale, string> = {
  ko: "(었|았|였|했|갔|됐|봤|쳤|났)을 ?수도? ?있|[을될갈할날] ?수도 ?있|가능성|것으로 ?(보이|보입|추정|의심|판단)|듯(합|하)|지도 ?(모르|모릅)|확실하지 ?않|알 ?수 ?없",
  en: "\\b(may|might|could) (well )?(have|be)\\b|\\b(potentially|possibly|perhaps|presumably|appears? to have|seems? to have|believed to have|likely (to have|that)|(cannot|can[’']t) (yet )?(tell|say)|not (yet )?(sure|certain|clear)|unclear)\\b",
};

/** What says that somebody else took hold of the data. */
export const leakWords: Record<Locale, string> = {
  ko: "유출|탈취|빼돌|빼내|빼 ?갔|가져갔|새어 ?나|빠져나|넘어갔|훔쳐|열어 ?보|열람|조회(했|하|되)|(밖으로|외부로|바깥으로) ?(나|새|흘)|노출",
  en: "\\b(leak(ed|s)?|stolen|stole|taken|took|copied|obtained|accessed|downloaded|viewed|read|seen|involved|breach(ed)?|affected|compromised|exposed|among the data)\\b",
};

export const negations: Record<Locale, string> = {
  ko: "않|아니|없|제외|빼고|묻지",
  en: "\\b(not|no|never|none|neither|nor|without|except|isn[’']t|wasn[’']t|weren[’']t|didn[’']t|aren[’']t|don[’']t)\\b",
};

/** What says that something is somebody's word, or not established yet. */
export const attributions: Record<Locale, string> = {
  ko: "추정|잠정|주장|따르면|밝혔|밝힌|보도|알려졌|알려진|확인 ?중|조사 ?중|확인되지|확정되지|아직|다투|다툼|이견|파악하고 ?있|보고 ?있|의심",
  en: "\\b(according to|claims?|claimed|says?|said|alleg\\w+|report(ed|s|edly)|estimat\\w+|believe|think|preliminary|provisional\\w*|not (yet )?(been )?(confirmed|established|verified)|unconfirmed|still (being )?(investigat|check|verif)\\w*|disput\\w+|so far|suspect\\w*|may|might|appears?|seems?)\\b",
};

/** Headings of the part that says what leaked, not when or how, and of the one that says what did not. */
export const classHeadings: Record<Locale, { leaked: string; spared: string }> = {
  ko: { leaked: "유출(?!.*(시점|경위|언제|어떻게|조치|하실))|어떤 ?정보|무엇이", spared: "유출되지 ?않|해당하지 ?않|제외된" },
  en: { leaked: "^(?!.*\\b(when|how|why|do|did|done|doing)\\b).*\\b(leak(ed|s)?|taken|stolen|involved)\\b", spared: "(did|has|have|was|were) not|n[’']t (leak|affected|involved)|not (leaked|affected|involved)" },
};

/** How somebody is told to do something. */
export const requests: Record<Locale, string> = {
  ko: "(아|어|해|여|워|와|려|겨|꿔|춰|둬|셔)( ?)?(주십시오|주세요|주시기 ?바랍니다)|(하|으|마|지|시)십시오|하세요|(으|하)시기 ?바랍니다|(으)?셔야 ?합니다",
  en: "^(please |then |first |also |now |always |today,? )*(change|ask|call|watch|turn|do not|don[’']t|never|delete|check|tell|report|ignore|hang|be |contact|set|block|update|keep|look|review|monitor|place|use|write|go|let|warn|beware|replace|choose|remove|freeze|visit|open|type|stop|avoid|treat|speak|get|request|consider)\\b|\\byou (should|must|need to)\\b|\\bwe (recommend|advise|urge|suggest|ask) (that )?you\\b",
};

/** Words by which a notice speaks of its desk. */
export const deskWords: Record<Locale, string> = { ko: "담당 ?부서|문의|연락처|고객 ?센터|보호 ?센터|창구|상담", en: "\\b(contact|desk|department|call us|reach us|help ?line|our (team|office)|questions)\\b" };
