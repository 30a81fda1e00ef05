/** Authenticates clients by JSON Web Tokens. */
module dev.nave.auth.jwt {
  requires transitive dev.nave.hub;
  requires com.nimbusds.jose.jwt;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports dev.nave.auth.jwt;
}
