import "server-only";
import { notFound } from "next/navigation";
import { NotFound } from "@/domain/kernel/errors";

/** What a query finds; the 404 page when it says that there is no such thing. */
export async function notFoundOr<T>(question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof NotFound) notFound();
    throw error;
  }
}
