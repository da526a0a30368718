/** Pages whose form brings a file to a server action. */
export const formsWithFiles = ["/:locale(ko|en)/verify/:path*", "/console/authenticity/register/new", "/console/notices/:template", "/console/waves/:wave/letters", "/console/payments", "/console/payments/setup", "/console/programmes/:programme/edit"];
