package dev.nave.conformance.differential;

import java.util.List;

/** Calls of the hub's methods, as {@code "Target",arguments}, by what they are to show. */
final class Values {
  /** Calls that succeed, in both hub protocols. */
  static final List<String> VALID =
      List.of(
          "EchoInt|42",
          "EchoInt|-2147483648",
          "echoint|7",
          "ECHOINT|8",
          "EchoLong|9007199254740991",
          "EchoLong|-9223372036854775808",
          "EchoDouble|1.5",
          "EchoDouble|-0.25",
          "EchoBool|true",
          "EchoString|\"héllo ✓ \\\"\\\\ </script>&+'\"",
          "EchoString|\"\"",
          "EchoString|null",
          "EchoInts|[1,2,3]",
          "EchoInts|[]",
          "EchoInts|null",
          "EchoPerson|null",
          "Echo|null",
          "Echo|[]",
          "Echo|\"text\"",
          "Echo|true",
          "Add|1,2",
          "Add|2147483647,1",
          "Nothing|",
          "NothingLater|",
          "renamed|",
          "UserId|",
          "ConnectionId|");

  /** Calls that succeed in JSON. */
  static final List<String> VALID_JSON =
      List.of(
          "EchoBytes|\"AQIDBP8=\"",
          "EchoBytes|\"\"",
          "EchoPerson|{\"name\":\"Ada\",\"age\":36,\"tags\":[\"x\",\"y\"]}",
          "EchoPerson|{\"NAME\":\"Ada\",\"aGe\":36,\"more\":1,\"tags\":null}",
          "Echo|{\"b\":1,\"A\":[1,\"x\",null,{\"c\":{}}]}",
          "Echo|-17",
          "Echo|1.25",
          "EchoDouble|100",
          "EchoDouble|1e300");

  /** Calls that fail in JSON; in MessagePack this one ends the connection. */
  static final List<String> INVALID_JSON = List.of("|1");

  /** Calls that succeed in MessagePack. */
  static final List<String> VALID_MESSAGEPACK =
      List.of(
          "EchoBytes|{\"$bin\":\"010203ff\"}",
          "EchoBytes|{\"$bin\":\"\"}",
          "EchoPerson|{\"Name\":\"Ada\",\"Age\":36,\"Tags\":[\"x\",\"y\"]}",
          "Echo|{\"$bin\":\"00ff\"}");

  /** Calls that fail, in both hub protocols. */
  static final List<String> INVALID =
      List.of(
          "EchoInt|\"one\"",
          "EchoInt|null",
          "EchoInt|2147483648",
          "EchoBool|1",
          "EchoString|1",
          "EchoString|true",
          "EchoString|[\"x\"]",
          "EchoInts|1",
          "EchoInts|[1,null]",
          "EchoInts|[\"x\"]",
          "EchoPerson|\"Ada\"",
          "EchoPerson|[1]",
          "EchoLong|\"1\"",
          "EchoDouble|\"x\"",
          "EchoDouble|null",
          "EchoBool|\"true\"",
          "Add|1",
          "Add|1,2,3",
          "Add|\"x\",2",
          "Add|",
          "Missing|",
          "Missing|1",
          "OriginalName|",
          "OnConnectedAsync|",
          "OnDisconnectedAsync|null",
          "Dispose|",
          "ToString|",
          "AdminOnly|",
          "Throw|\"secret\"",
          "ThrowHubException|\"shown\"",
          "ThrowApples|\"seven\"",
          "ToGroups|\"~g1\",\"~x\"",
          "ToClients|null",
          "Join|1",
          "Count|3",
          "NoStream|",
          "Hold|1");

  /** Streams that end by themselves. */
  static final List<String> STREAMS =
      List.of(
          "Count|0",
          "Count|1",
          "Count|5",
          "Count|40",
          "Count|-1",
          "CountThenThrow|2,\"secret\"",
          "CountThenThrow|0,\"secret\"",
          "CountThenThrowHubException|1,\"shown\"",
          "CountThenThrowHubException|3,\"shown\"",
          "Missing|",
          "Count|",
          "Count|\"three\"",
          "NoStream|",
          "EchoInt|1",
          "Nothing|");

  /** Streams that do not begin: their completion follows at once. */
  static final List<String> STREAMS_THAT_DO_NOT_BEGIN =
      List.of("Missing|", "Count|", "Count|\"three\"", "EchoInt|1");

  /**
   * Hub messages that a server passes over. One of an unknown type is not among them: what stands
   * behind it in the same read waits, in the reference, for the next bytes to arrive.
   */
  static final List<String> IGNORED =
      List.of(
          "{\"type\":6}",
          "{\"type\":5,\"invocationId\":\"unknown\"}",
          "{\"type\":3,\"invocationId\":\"unknown\"}",
          "{\"type\":3,\"invocationId\":\"unknown\",\"result\":1}",
          "{\"type\":3,\"invocationId\":\"unknown\",\"error\":\"x\"}",
          "{\"type\":2,\"invocationId\":\"unknown\",\"item\":1}");

  /** Hub messages of JSON that a server reads although they look odd. */
  static final List<String> ODD_JSON =
      List.of(
          "{\"arguments\":[1,2],\"target\":\"Add\",\"invocationId\":\"odd\",\"type\":1}",
          " \t{ \"type\" : 1 , \"invocationId\" : \"odd\" , \"target\" : \"EchoInt\" ,"
              + " \"arguments\" : [ 1 ] } ",
          "{\"type\":1,\"colour\":{\"a\":[1,{\"b\":2}]},\"invocationId\":\"odd\","
              + "\"target\":\"EchoInt\",\"arguments\":[1],\"more\":null}",
          "{\"type\":1,\"headers\":{\"traceparent\":\"x\"},\"invocationId\":\"odd\","
              + "\"target\":\"EchoInt\",\"arguments\":[1]}");

  /** What ends the connection, in JSON. */
  static final List<String> FATAL_JSON =
      List.of(
          "{}",
          "hello",
          "null",
          "[1]",
          "1",
          "\"x\"",
          "{",
          "{\"type\":1,}",
          "{\"type\":\"1\"}",
          "{\"type\":1.5}",
          "{\"type\":3}",
          "{\"type\":5}",
          "{\"type\":2,\"item\":1}",
          "{\"type\":1,\"target\":\"EchoInt\"}",
          "{\"type\":1,\"target\":1,\"arguments\":[1]}",
          "{\"type\":1,\"target\":null,\"arguments\":[1]}",
          "{\"type\":1,\"target\":\"EchoInt\",\"arguments\":1}",
          "{\"type\":1,\"invocationId\":1,\"target\":\"EchoInt\",\"arguments\":[1]}",
          "{\"type\":1,\"headers\":1,\"target\":\"EchoInt\",\"arguments\":[1]}",
          "{\"type\":1,\"target\":\"Sum\",\"arguments\":[],\"streamIds\":1}",
          "{\"type\":3,\"invocationId\":\"1\",\"error\":\"x\",\"result\":1}");

  /** What ends the connection, in MessagePack: each with its length in front. */
  static final List<String> FATAL_MESSAGEPACK =
      List.of(
          "01c0", // nil
          "0101", // a number
          "0190", // an empty array
          "0291a1", // a text that is cut off
          "039101c1", // an invocation without anything, and a byte that is never used
          "0293c3", // true for a type
          "07960180c0a09090", // an invocation without a target
          "049301c0c0"); // an invocation that is too short

  private Values() {}
}
