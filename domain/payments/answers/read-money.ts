import { currencyDigits } from "@/content/formats";

const AMOUNT = /^(\d{1,15})(?:\.(\d{0,5}))?$/;

/** Whether something is written as an amount, in whichever currency. */
export function isBankMoney(text: string): boolean {
  return AMOUNT.test(text.replaceAll(",", "").trim());
}

/** An amount as a bank writes it, with a point and as many decimals as it likes; null where it is none, or has a part that the currency cannot have. */
export function readBankMoney(text: string, currency: string): bigint | null {
  const [, whole, decimals = ""] = AMOUNT.exec(text.replaceAll(",", "").trim()) ?? [];
  if (whole === undefined || !/^[A-Z]{3}$/.test(currency)) return null;
  const digits = currencyDigits(currency);
  if (/[1-9]/.test(decimals.slice(digits))) return null;
  return BigInt(whole + decimals.slice(0, digits).padEnd(digits, "0"));
}
