import { expect, type APIRequestContext } from "@playwright/test";

export interface CaughtMail {
  id: number;
  /** Name under which the relay was logged in to, if it was. */
  login: string | null;
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  messageId: string;
  /** Its headers. */
  source: string;
}

/** Every mail to an address that the relay has taken, the oldest first. */
export async function mailsTo(request: APIRequestContext, address: string): Promise<CaughtMail[]> {
  return (await (await request.get(`${process.env.E2E_MAIL_URL}/api/messages?to=${encodeURIComponent(address)}`)).json()) as CaughtMail[];
}

/** Wait for a mail to an address whose subject fits, and return the newest. */
export async function awaitMail(request: APIRequestContext, address: string, subject: RegExp): Promise<CaughtMail> {
  let found: CaughtMail | undefined;
  await expect(async () => {
    found = (await mailsTo(request, address)).findLast((mail) => subject.test(mail.subject));
    expect(found).toBeDefined();
  }).toPass({ timeout: 20_000 });
  return found!;
}

/** Wait for a code mail and read the code as a person would copy it. */
export async function awaitCode(request: APIRequestContext, address: string): Promise<string> {
  const { text } = await awaitMail(request, address, /인증번호|your code/);
  return /\d{4} \d{4}/.exec(text)![0];
}

/** Wait for a text message to a number (E.164) that fits, and return its words. */
export async function awaitText(request: APIRequestContext, number: string, fits: RegExp): Promise<string> {
  let found: CaughtMail | undefined;
  await expect(async () => {
    found = (await mailsTo(request, number)).findLast(({ text }) => fits.test(text));
    expect(found).toBeDefined();
  }).toPass({ timeout: 20_000 });
  return found!.text;
}
