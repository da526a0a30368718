import { notFound } from "next/navigation";

/** Every address that leads nowhere, so that what it gets is the portal's own page and not the framework's. */
export default function NothingPage() {
  notFound();
}
