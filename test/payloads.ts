/** Addresses that lead elsewhere, in the ways in which people have hidden that; `evil.example` stands for the place. */
export function redirectPayloads(): string[] {
  const hosts = ["evil.example", "evil%E3%80%82example", "evil。example", "ⓔvil.example", "3627734734", "evil.example:443", "evil.example.", "[::ffff:5db8:d822]"];
  const shapes = ["https://{}", "http://{}/console", "//{}", "///{}", "////{}", "/\\{}", "\\\\{}", "\\/{}", "/\\/{}", "https:{}", "https:/{}", "https:\\\\{}", "/%09/{}", "/\t/{}", "/\n/{}", "\t//{}", " //{}", "/%5c{}", "/%2f{}", "/..//{}", "/console/..//{}", "/console/../..//{}", "/console\\..\\..\\\\{}", "//console@{}", "https://localhost@{}/console", "//localhost:3000@{}", "//{}#/console", "//{}?/console", "/／{}", "／／{}", "/console/\r\nLocation: https://{}", "/console%0d%0aLocation:%20https://{}", "{}", "javascript:fetch('//{}')", "java\nscript:location='//{}'", "data:text/html,<script>location='//{}'</script>", "vbscript:{}", "file://{}/etc/passwd", "HTTPS://{}", "hTtP:{}", "https:///{}", "https:////{}", "http:\\/{}", "//{}/..", "//{}%23/console", "//{}%3f/console", "///\\{}", "/\\/\\{}", "\\\\\\{}", "/\r/{}", "/%0a/{}", "/%0d/{}", "/%00/{}", "\u00a0//{}", "\ufeff//{}", "\u2028//{}", "/%2e%2e//{}", "@{}", "//;@{}", "//%65vil.example", "https://{}%23@localhost/console", "https://{}%2f@localhost/console", "https://{}\\@localhost/console", "blob:https://{}/x", "ftp://{}/console", "ws://{}", "about:blank#//{}"];
  return shapes.flatMap((shape) => (shape.startsWith("//") || shape.startsWith("https://{}") ? hosts : hosts.slice(0, 1)).map((host) => shape.replace("{}", host)));
}

/** Addresses of the inside of a network, in every spelling that some parser of addresses takes for one. */
export function insidePayloads(): string[] {
  const loopback = ["127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "017700000001", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "0x7f.1", "127.0x0.1", "0", "0.0.0.0", "0x0", "localhost", "LOCALHOST", "localhost.", "①②⑦.⓪.⓪.①", "127。0。0。1", "127．0．0．1", "１２７.0.0.1", "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "127.000.000.001", "00000177.0.0.1", "0x7f.0x0.0x0.0x1", "0177.0.0.0x1", "127.0.0.1.", "2130706433.", "127.65535", "%31%32%37.0.0.1", "127%2e0%2e0%2e1", "0.1", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::ffff:0:127.0.0.1]", "[::7f00:1]"];
  const inside = ["10.0.0.1", "10.255.255.255", "167772161", "012.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "3232235521", "0xc0a80001", "100.64.0.1", "100.100.100.200", "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.169.254.", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "[fe80::1]", "[fd00:ec2::254]", "[fc00::1]", "[ff02::1]", "[2001:db8::1]", "[::ffff:a9fe:a9fe]", "[::ffff:10.0.0.1]", "[3fff::1]", "169.254.170.2", "172.20.10.1", "192.168.255.255", "192.168.257", "0300.0250.0.1", "0xc0.0xa8.0.1", "10.1", "0xa000001", "100.127.255.254", "192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "239.255.255.250", "[fec0::1]", "[fd12:3456:789a::1]", "[100::1]", "[::a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]", "[2002:c0a8:1::1]", "[2001:0:a9fe:a9fe::]", "metadata.google.internal"];
  const hosts = [...loopback, ...inside];
  return [
    ...hosts.flatMap((host) => [`http://${host}/`, `https://${host}/latest/meta-data/`]),
    ...["127.0.0.1", "[::1]", "169.254.169.254"].flatMap((host) => [`http://haneulmall.example@${host}/`, `http://haneulmall.example:80@${host}/`, `https://user:secret@${host}/`]),
    ...[22, 25, 5432, 6379, 8080, 9464].flatMap((port) => [`http://127.0.0.1:${port}/`, `https://example.com:${port}/`, `http://[::1]:${port}/`]),
  ];
}

/** Scripts and marks that a page or mail must show as the letters they are. Each would say `hacked` where it ran. */
export function markupPayloads(): string[] {
  const acts = ["hacked()", "window.hacked=1", "top.hacked=1"];
  const shapes = ["<script>{}</script>", "<ScRiPt >{}</sCrIpT>", "</textarea><script>{}</script>", "</title><script>{}</script>", "\"><script>{}</script>", "'><script>{}</script>", "<img src=x onerror={}>", "<img src=x onerror=\"{}\">", "<svg onload={}>", "<svg><script>{}</script></svg>", "<body onload={}>", "<iframe srcdoc=\"<script>parent.{}</script>\">", "<details open ontoggle={}>", "<input autofocus onfocus={}>", "<a href=\"javascript:{}\" id=hacked>x</a>", "[x](javascript:{})", "<math><mtext><script>{}</script></mtext></math>", "{{constructor.constructor('{}')()}}", "${{}}", "<!--><script>{}</script>-->", "<style>@import 'javascript:{}'</style>", "<base href=//evil.example/ onload={}>", "<meta http-equiv=refresh content=\"0;url=javascript:{}\">", "<form action=javascript:{}><button id=hacked>", "\u202e<script>{}</script>", "%3Cscript%3E{}%3C/script%3E", "&lt;script&gt;{}&lt;/script&gt;", "<object data=\"javascript:{}\">"];
  return shapes.flatMap((shape) => acts.map((act) => shape.replace("{}", act)));
}

/** What would be a header of its own where it is written into one as it stands. */
export function headerPayloads(): string[] {
  const ends = ["\r\n", "\n", "\r", "%0d%0a", "%0a", "%0d", "%E5%98%8A%E5%98%8D", "\u560a\u560d", "\u2028", "\u0085", "\u000b", "\r\n\t", "\r\n ", "%250d%250a", "\\r\\n"];
  return ends.flatMap((end) => [`x${end}x-injected: yes`, `x${end}Set-Cookie: injected=yes`]);
}
