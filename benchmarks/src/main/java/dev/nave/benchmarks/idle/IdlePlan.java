package dev.nave.benchmarks.idle;

import dev.nave.benchmarks.compare.ServerKind;
import dev.nave.benchmarks.compare.ServerPrograms;
import java.util.List;

/**
 * What to measure.
 *
 * @param servers what keeps the connections, one after the other
 * @param connections how many are counted
 * @param classes how many classes to tell, the largest first
 * @param headers what each request has beside the headers of every WebSocket, in lines
 * @param programs how to start the servers
 */
public record IdlePlan(
    List<ServerKind> servers,
    int connections,
    int classes,
    String headers,
    ServerPrograms programs) {
  /** What a browser sends besides; a cookie and a token would come on top. */
  public static final String BROWSER_HEADERS =
      """
      Pragma: no-cache
      Cache-Control: no-cache
      User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
      Chrome/140.0.0.0 Safari/537.36
      Origin: http://127.0.0.1
      Accept-Encoding: gzip, deflate, br, zstd
      Accept-Language: en-US,en;q=0.9
      """
          .replace("\n", "\r\n");
}
