package dev.nave.conformance;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** A page beside the hubs, whose text is made for each request. */
record TextPage(String path, String type, Supplier<String> text) {
  /** Mounts it in a servlet container. */
  void mount(ServletContext servlets) {
    servlets.addServlet(path, new PageServlet(this)).addMapping(path);
  }

  private static final class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient TextPage page;

    PageServlet(TextPage page) {
      this.page = page;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType(page.type());
      response.getWriter().write(page.text().get());
    }
  }
}
