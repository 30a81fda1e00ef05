package kotlin.coroutines;

/** Stands for the parameter that the Kotlin compiler adds to suspending functions. */
public interface Continuation {}
