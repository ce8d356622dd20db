// Everything comes from this server: no validator badge, no fonts, no CDN.
SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#viewer",
  layout: "BaseLayout",
  presets: [SwaggerUIBundle.presets.apis],
  validatorUrl: null,
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "list",
  showExtensions: true, // who may use an operation, and how large its body may be
  persistAuthorization: false,
});
