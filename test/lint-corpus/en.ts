import { blueBank } from "./en/blue-bank";
import { blueBankClaims } from "./en/blue-bank-claims";
import { dasomMobile } from "./en/dasom-mobile";
import { haneulMall } from "./en/haneul-mall";
import { neoulTravel } from "./en/neoul-travel";
import { saebomClinic } from "./en/saebom-clinic";
import { starlightCamera } from "./en/starlight-camera";
import type { CorpusNotice } from "./types";

export const englishNotices: CorpusNotice[] = [...haneulMall, ...blueBank, ...blueBankClaims, ...saebomClinic, ...neoulTravel, ...starlightCamera, ...dasomMobile];
