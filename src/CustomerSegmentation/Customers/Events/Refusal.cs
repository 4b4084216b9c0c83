namespace CustomerSegmentation.Customers.Events;

/// <summary>Why an event changes nothing: a code for programs and a sentence for people.</summary>
public sealed record Refusal(string Code, string Reason);

/// <summary>The codes a <see cref="Refusal"/> can bear. Users' programs switch on them: they never change meaning.</summary>
public static class RefusalCodes
{
    /// <summary>The text is not JSON, or not UTF-8.</summary>
    public const string MalformedJson = "malformed_json";

    /// <summary>A required field is missing or null.</summary>
    public const string MissingField = "missing_field";

    /// <summary>A field, or the event itself, is of another JSON type than expected.</summary>
    public const string WrongType = "wrong_type";

    /// <summary>An identifier is empty, longer than 200 characters or has control characters.</summary>
    public const string InvalidId = "invalid_id";

    /// <summary>The type is neither purchase nor refund.</summary>
    public const string InvalidType = "invalid_type";

    /// <summary>The time is not RFC 3339 with an offset.</summary>
    public const string InvalidTime = "invalid_time";

    /// <summary>The time is more than five minutes after the wall clock.</summary>
    public const string FutureTime = "future_time";

    /// <summary>The amount is negative, not a number, or has too many digits.</summary>
    public const string InvalidAmount = "invalid_amount";

    /// <summary>The currency is not an ISO 4217 code.</summary>
    public const string InvalidCurrency = "invalid_currency";

    /// <summary>The currency is not the reporting currency and no rate is configured for it.</summary>
    public const string UnknownCurrency = "unknown_currency";

    /// <summary>The customer already has an event of this id with other content; the first one stays.</summary>
    public const string Conflict = "conflict";

    /// <summary>What is stored of the customer cannot be read: they must be restored or erased first.</summary>
    public const string UnreadableCustomer = "unreadable_customer";

    /// <summary>One message holds more events than allowed.</summary>
    public const string TooManyEvents = "too_many_events";

    /// <summary>One message, or one line, is larger than allowed.</summary>
    public const string TooLarge = "too_large";
}
