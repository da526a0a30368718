/** What the company's identity provider says about somebody who has just shown there who they are: the claims of a verified ID token. */
export interface CompanyProof {
  issuer: string;
  /** Its name for the person, which never changes and is nobody else's. */
  subject: string;
  /** Only where it says that the address was verified. */
  email: string | null;
  /** Its own session, which a logout there names. */
  session: string | null;
  acr: string | null;
  amr: string[];
  /** When the person last showed there who they are, which may be long before they came here. */
  authTime: Date | null;
}

/** Which answers of the identity provider say as much as a passkey does here. */
export interface StrongProof {
  acr: readonly string[];
  amr: readonly string[];
}
