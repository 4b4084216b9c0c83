namespace CustomerSegmentation.Migrations;

/// <summary>
/// What can be counted in one pass over the migrations on record. Whoever keeps the record feeds it: first everyone who
/// was known before they were in any segment, then the migrations, each customer's in the order of their sequence;
/// between customers there is no order to rely on. A report is used once, by one thread.
/// </summary>
/// <typeparam name="TResult">What comes of it.</typeparam>
public interface IMigrationReport<out TResult>
{
    /// <summary>Which migrations it needs to see.</summary>
    ReportRange Range { get; }

    /// <summary>A customer became known, and was in no segment.</summary>
    /// <param name="customer">Hash of the id, as in <see cref="Move"/>.</param>
    /// <param name="at">Since when, in UTC ticks.</param>
    void AddFirstContact(ulong customer, long at);

    /// <summary>A customer moved.</summary>
    void Take(in Move move);

    /// <summary>Everything in range has been seen.</summary>
    TResult Finish();
}

/// <summary>Which part of the record a report needs to see.</summary>
/// <param name="After">Only what took effect after this; null for all from the beginning.</param>
/// <param name="Through">Only what took effect until then, that moment included.</param>
/// <param name="KnownAt">Only what was known by then, that moment included; null for all that is known.</param>
public sealed record ReportRange(DateTimeOffset? After, DateTimeOffset Through, DateTimeOffset? KnownAt);
