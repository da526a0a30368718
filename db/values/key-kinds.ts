/** Every kind of key or secret that an installation holds. How old one may become is data (`key_ages`). */
export const keyKinds = ["key-encryption", "blind-index", "installation-index", "audit-signing", "dkim", "webhook", "scim-token", "relay-password", "sms-password", "database-password", "database-login", "storage-secret", "session-cookie", "sign-in-secret", "form-encryption", "api-token"] as const;
export type KeyKind = (typeof keyKinds)[number];

/** `next` is there and not yet the one in use; `retired` is refused, `destroyed` is gone besides. */
export type KeyState = "next" | "active" | "retired" | "destroyed";
