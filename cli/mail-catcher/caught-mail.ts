export interface CaughtMail {
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
