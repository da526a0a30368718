/** A mail, or a text message: that has no subject, and numbers for addresses. */
export interface CaughtMail {
  channel: "email" | "sms";
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
