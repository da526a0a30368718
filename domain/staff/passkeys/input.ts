import { z } from "zod";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";

/** base64url, as WebAuthn § 5.1.8 writes bytes in JSON. */
const bytes = z.string().regex(/^[A-Za-z0-9_-]{1,20000}$/);

/** The browser's answer as JSON text of a form field. What is inside is verified by the library; here it only has to have a shape. */
function asJson<S extends z.ZodType>(shape: S) {
  return z.string({ error: "passkey-refused" }).max(60_000, "passkey-refused").transform((text, context): z.output<S> => {
    const read = shape.safeParse(parseJson(text));
    if (read.success) return read.data;
    context.addIssue({ code: "custom", message: "passkey-refused" });
    return z.NEVER;
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const credential = { id: bytes, rawId: bytes, type: z.literal("public-key"), clientExtensionResults: z.looseObject({}) };
const registration = z.looseObject({ ...credential, response: z.looseObject({ clientDataJSON: bytes, attestationObject: bytes, transports: z.array(z.string().max(20)).max(10).optional() }) });
const authentication = z.looseObject({ ...credential, response: z.looseObject({ clientDataJSON: bytes, authenticatorData: bytes, signature: bytes }) });

export const addPasskeyInput = z.object({
  name: z.string({ error: "required" }).trim().min(1, "required").max(60, "too-long").regex(/^[^\p{Cc}<>]*$/u, "control-characters"),
  credential: asJson(registration).transform((read) => read as unknown as RegistrationResponseJSON),
});
export const passkeyCredentialInput = z.object({ credential: asJson(authentication).transform((read) => read as unknown as AuthenticationResponseJSON) });
export const removePasskeyInput = z.object({ passkeyId: z.string({ error: "choose-one" }).regex(/^[A-Za-z0-9_-]{1,1400}$/, "choose-one") });
