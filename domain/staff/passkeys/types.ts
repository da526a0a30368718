/** Whom a passkey is for (WebAuthn § 4): the host name that it works on, and the address that its page must have. */
export interface RelyingParty {
  id: string;
  origin: string;
}
