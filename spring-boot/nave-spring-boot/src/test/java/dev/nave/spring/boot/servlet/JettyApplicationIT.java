package dev.nave.spring.boot.servlet;

import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;

class JettyApplicationIT extends ServletApplication {
  JettyApplicationIT() {
    super(TomcatServletWebServerAutoConfiguration.class, "Jetty");
  }
}
