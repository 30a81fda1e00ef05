package dev.nave.conformance;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** Answers with the counters, where the hubs are in a servlet container. */
final class CountersServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Supplier<String> counters;

  CountersServlet(Supplier<String> counters) {
    this.counters = counters;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json");
    response.getWriter().write(counters.get());
  }
}
