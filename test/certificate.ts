import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { isIPv4 } from "node:net";

/** A key and a certificate for a host that it has signed for itself (RFC 5280 § 4.1), written byte by byte because Node reads certificates and makes none. */
export function aCertificate(valid: { from: Date; to: Date }, host = "sns.example"): { key: KeyObject; pem: string } {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const algorithm = sequence(Buffer.from("06092a864886f70d01010b", "hex"), Buffer.from("0500", "hex"));
  const name = sequence(tagged(0x31, sequence(Buffer.from("0603550403", "hex"), tagged(0x0c, Buffer.from(host)))));
  const hostName = isIPv4(host) ? tagged(0x87, Buffer.from(host.split(".").map(Number))) : tagged(0x82, Buffer.from(host));
  const extensions = tagged(0xa3, sequence(sequence(Buffer.from("0603551d11", "hex"), tagged(0x04, sequence(hostName)))));
  const body = sequence(Buffer.from("a003020102", "hex"), tagged(0x02, Buffer.from([1])), algorithm, name, sequence(time(valid.from), time(valid.to)), name, publicKey.export({ type: "spki", format: "der" }), extensions);
  const signature = tagged(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", body, privateKey)]));
  const der = sequence(body, algorithm, signature).toString("base64").replaceAll(/.{1,64}/g, "$&\n");
  return { key: privateKey, pem: `-----BEGIN CERTIFICATE-----\n${der}-----END CERTIFICATE-----\n` };
}

function tagged(tag: number, content: Buffer): Buffer {
  const size = content.length < 128 ? [content.length] : content.length < 256 ? [0x81, content.length] : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function time(at: Date): Buffer {
  return tagged(0x18, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/g, "").slice(0, 14)}Z`));
}
