import { Forbidden } from "../forbidden";

/** A page that a role does not open: the rail stays, with what it does open. */
export default Forbidden;
