/** How somebody showed who they are when a session began: password and one-time code, password and recovery code, a passkey, or at the company's identity provider. */
export type SignInMethod = "code" | "recovery" | "passkey" | "company";
