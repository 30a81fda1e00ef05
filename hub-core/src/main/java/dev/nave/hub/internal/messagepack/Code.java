package dev.nave.hub.internal.messagepack;

/** The first bytes of MessagePack values. Source: the MessagePack specification, "Formats". */
public final class Code {
  public static final int FIXMAP = 0x80;
  public static final int FIXARRAY = 0x90;
  public static final int FIXSTR = 0xA0;
  public static final int NIL = 0xC0;
  public static final int NEVER_USED = 0xC1;
  public static final int FALSE = 0xC2;
  public static final int TRUE = 0xC3;
  public static final int BIN8 = 0xC4;
  public static final int BIN16 = 0xC5;
  public static final int BIN32 = 0xC6;
  public static final int EXT8 = 0xC7;
  public static final int EXT16 = 0xC8;
  public static final int EXT32 = 0xC9;
  public static final int FLOAT32 = 0xCA;
  public static final int FLOAT64 = 0xCB;
  public static final int UINT8 = 0xCC;
  public static final int UINT16 = 0xCD;
  public static final int UINT32 = 0xCE;
  public static final int UINT64 = 0xCF;
  public static final int INT8 = 0xD0;
  public static final int INT16 = 0xD1;
  public static final int INT32 = 0xD2;
  public static final int INT64 = 0xD3;
  public static final int FIXEXT1 = 0xD4;
  public static final int FIXEXT2 = 0xD5;
  public static final int FIXEXT4 = 0xD6;
  public static final int FIXEXT8 = 0xD7;
  public static final int FIXEXT16 = 0xD8;
  public static final int STR8 = 0xD9;
  public static final int STR16 = 0xDA;
  public static final int STR32 = 0xDB;
  public static final int ARRAY16 = 0xDC;
  public static final int ARRAY32 = 0xDD;
  public static final int MAP16 = 0xDE;
  public static final int MAP32 = 0xDF;
  public static final int NEGATIVE_FIXINT = 0xE0;

  /** The specification's names of the codes 0xC0 to 0xDF. */
  private static final String[] NAMES = {
    "nil", "(never used)", "false", "true", "bin 8", "bin 16", "bin 32", "ext 8",
    "ext 16", "ext 32", "float 32", "float 64", "uint 8", "uint 16", "uint 32", "uint 64",
    "int 8", "int 16", "int 32", "int 64", "fixext 1", "fixext 2", "fixext 4", "fixext 8",
    "fixext 16", "str 8", "str 16", "str 32", "array 16", "array 32", "map 16", "map 32"
  };

  /** What a value is, whatever its width. */
  public enum Family {
    NIL,
    BOOLEAN,
    INTEGER,
    FLOAT32,
    FLOAT64,
    STRING,
    BINARY,
    ARRAY,
    MAP,
    EXTENSION,
    NOTHING
  }

  private static final Family[] FAMILIES = new Family[256];

  static {
    for (int code = 0; code < FAMILIES.length; code++) {
      FAMILIES[code] = familyOf(code);
    }
  }

  private Code() {}

  /** Returns what the value that begins with {@code code} (0 to 255) is. */
  public static Family family(int code) {
    return FAMILIES[code];
  }

  /** Returns the specification's name of the format. */
  public static String name(int code) {
    if (code < FIXMAP) {
      return "positive fixint";
    } else if (code < FIXARRAY) {
      return "fixmap";
    } else if (code < FIXSTR) {
      return "fixarray";
    } else if (code < NIL) {
      return "fixstr";
    }
    return code < NEGATIVE_FIXINT ? NAMES[code - NIL] : "negative fixint";
  }

  private static Family familyOf(int code) {
    if (code < FIXMAP || code >= NEGATIVE_FIXINT || (code >= UINT8 && code <= INT64)) {
      return Family.INTEGER;
    } else if (code < FIXARRAY || code == MAP16 || code == MAP32) {
      return Family.MAP;
    } else if (code < FIXSTR || code == ARRAY16 || code == ARRAY32) {
      return Family.ARRAY;
    } else if (code < NIL || (code >= STR8 && code <= STR32)) {
      return Family.STRING;
    } else if (code >= BIN8 && code <= BIN32) {
      return Family.BINARY;
    }
    return switch (code) {
      case NIL -> Family.NIL;
      case NEVER_USED -> Family.NOTHING;
      case FALSE, TRUE -> Family.BOOLEAN;
      case FLOAT32 -> Family.FLOAT32;
      case FLOAT64 -> Family.FLOAT64;
      default -> Family.EXTENSION;
    };
  }
}
