/** A mail, or a text message: that has no subject, and numbers for addresses. */
export interface CaughtMail {
  channel: "email" | "sms";
  /** Name under which the relay was logged in to, if it was. */
  login: string | null;
  id: number;
  at: string;
  from: string;
  to: string[];
  subject: string;
  messageId: string;
  text: string;
  html: string | null;
  source: string;
}
