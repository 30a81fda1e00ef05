package dev.nave.transport.servlet.testkit;

import io.undertow.Undertow;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/** Undertow in this process. */
public final class UndertowContainer implements TestContainer {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final DeploymentManager deployment;
  private final Undertow undertow;

  private UndertowContainer(DeploymentInfo application) {
    deployment = Servlets.newContainer().addDeployment(application);
    deployment.deploy();
    try {
      HttpHandler handler = deployment.start();
      undertow = Undertow.builder().addHttpListener(0, "127.0.0.1", handler).build();
    } catch (ServletException e) {
      throw new IllegalStateException("Undertow does not start", e);
    }
    undertow.start();
  }

  /** Starts it. */
  public static TestContainer start(Consumer<ServletContext> mount, Filter filter) {
    ServletContainerInitializer initializer =
        (classes, servlets) -> {
          FilterRegistration.Dynamic before = servlets.addFilter("before", filter);
          before.setAsyncSupported(true);
          before.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
          mount.accept(servlets);
        };
    return new UndertowContainer(
        Servlets.deployment()
            .setClassLoader(UndertowContainer.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("test")
            .addServletContextAttribute(
                WebSocketDeploymentInfo.ATTRIBUTE_NAME,
                new WebSocketDeploymentInfo()
                    .setBuffers(new DefaultByteBufferPool(true, BUFFER_BYTES)))
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    initializer.getClass(),
                    new ImmediateInstanceFactory<>(initializer),
                    Set.of())));
  }

  @Override
  public int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void close() {
    try {
      deployment.stop();
    } catch (ServletException e) {
      throw new IllegalStateException("Undertow does not stop", e);
    } finally {
      deployment.undeploy();
      undertow.stop();
    }
  }
}
