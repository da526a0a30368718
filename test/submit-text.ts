import { openSmsGateway } from "@/channels/sms/open-gateway";

// Node.js reads NODE_EXTRA_CA_CERTS only when it starts, so whoever is to trust a test's certificate is a process of its own. It submits one text to the gateway at the
// address it is given, and prints what came of it.
const gateway = openSmsGateway({ url: process.argv[2] ?? "", from: "15881234", secret: "shared secret", connections: 1 });
console.log(JSON.stringify(await gateway.submit({ id: "token-1", to: "+821012345678", text: "안녕하세요" })));
gateway.close();
