package dev.nave.samples.chat;

/** A farm behind nginx. */
class NginxFarmIT extends FarmBrowsers {
  @Override
  LoadBalancer.Kind kind() {
    return LoadBalancer.Kind.NGINX;
  }
}
