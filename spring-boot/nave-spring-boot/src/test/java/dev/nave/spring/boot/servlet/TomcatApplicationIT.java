package dev.nave.spring.boot.servlet;

import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;

class TomcatApplicationIT extends ServletApplication {
  TomcatApplicationIT() {
    super(JettyServletWebServerAutoConfiguration.class, "Tomcat");
  }
}
