import "server-only";
import { redirect } from "next/navigation";

/** An address of more parts than any page has, so that the framework answers it by itself. */
const NOWHERE = "/page/not/found";

/**
 * End a portal page that does not exist. `notFound()` would answer with a document that is empty until scripts run (vercel/next.js#62228), and the portal
 * is for browsers without them too; an address that no page matches gets its 404 page from the server.
 */
export function nowhere(): never {
  redirect(NOWHERE);
}
