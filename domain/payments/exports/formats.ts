import type { PaymentFormat } from "@/db/values/payments";
import type { PaymentExport } from "../types";
import { krTransfer } from "./kr-transfer";
import { pain001 } from "./pain-001";

/** Every form in which a batch can be taken out that needs no setting up. */
export const paymentExports: Record<Exclude<PaymentFormat, "bank-table">, PaymentExport> = { "pain.001": pain001, "kr-transfer": krTransfer };
