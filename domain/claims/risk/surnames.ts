/** Korean surnames and how their bearers write them in Latin letters: passports never followed one system. */
const SPELLINGS = `김 kim gim|이 lee yi i rhee ri li yee|리 lee ri rhee|박 park bak pak bark|최 choi choe chey|정 jung jeong chung chong joung|강 kang gang|조 cho jo|윤 yoon yun youn|장 jang chang|임 lim im rim yim|림 lim rim|한 han hahn|오 oh o|서 seo suh so|신 shin sin|권 kwon gwon kweon|황 hwang whang|안 ahn an|송 song|류 yoo yu ryu ryoo lyu|유 yoo yu ryu you|전 jeon jun chun chon|홍 hong|고 ko go koh|문 moon mun|양 yang|손 son sohn|배 bae pae|백 baek paik back baik|허 heo hur huh her|남 nam|심 shim sim|노 noh no roh ro|로 ro roh|하 ha|곽 kwak gwak|성 sung seong|차 cha|주 joo ju|우 woo u wu|구 koo gu ku|민 min|진 jin chin|지 ji chi|엄 um eom uhm|채 chae|원 won|천 chun cheon|방 bang pang|공 kong gong|현 hyun hyeon|함 ham hahm|변 byun byeon|염 yum yeom|여 yeo|추 choo chu|도 do doh|소 so|석 seok suk|선 sun seon|설 seol sul|마 ma|길 gil kil|연 yeon youn|위 wi|표 pyo|명 myung myeong|기 ki gi|반 ban|라 ra na|나 na ra|왕 wang|금 keum geum|옥 ok|육 yook yuk|인 in|맹 maeng|제 je|모 mo|탁 tak|국 kook guk|어 eo|은 eun|편 pyun|용 yong|남궁 namgung namkoong|황보 hwangbo|제갈 jegal|사공 sagong|선우 sunwoo seonu|서문 seomun|독고 dokgo dokko|동방 dongbang`;

const spellings = new Map(SPELLINGS.split("|").map((entry) => {
  const [korean = "", ...latin] = entry.split(" ");
  return [korean, latin] as const;
}));

/** How a Korean surname may be written in Latin letters; nothing where it is a rare one. */
export function spellingsOf(surname: string): readonly string[] {
  return spellings.get(surname) ?? [];
}

/** The Korean surnames that a Latin one may stand for. */
export function surnamesSpelt(latin: string): string[] {
  return [...spellings].filter(([, forms]) => forms.includes(latin)).map(([korean]) => korean);
}

/** Split a name in Hangul. Two syllables of surname only where such a surname exists and something is left. */
export function splitKorean(name: string): { surname: string; given: string } {
  const length = name.length > 2 && spellings.has(name.slice(0, 2)) ? 2 : 1;
  return { surname: name.slice(0, length), given: name.slice(length) };
}
