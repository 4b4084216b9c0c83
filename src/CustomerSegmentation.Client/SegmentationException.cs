using Orleans;

namespace CustomerSegmentation.Client;

/// <summary>
/// The engine refused a call, failed at it or did not answer. Over HTTP it says what the problem details said (RFC 9457).
/// </summary>
/// <param name="code">For programs.</param>
/// <param name="message">A sentence for people.</param>
/// <param name="isTransient">Whether the same call may succeed later.</param>
/// <param name="innerException">What led to it; null for nothing.</param>
[GenerateSerializer, Alias("segmentation.exception")]
public sealed class SegmentationException(string code, string message, bool isTransient = false, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What is wrong, for programs: one of <see cref="ErrorCodes"/> or another that may come.</summary>
    [Id(0)] public string Code { get; } = code;

    /// <summary>
    /// Whether the same call may succeed later without anybody changing anything: storage or a silo is away. Calling again is
    /// always safe.
    /// </summary>
    [Id(1)] public bool IsTransient { get; } = isTransient;
}

/// <summary>Codes of a <see cref="SegmentationException"/> that programs may want to tell apart. They never change meaning.</summary>
public static class ErrorCodes
{
    /// <summary>Storage is away or too slow, and whether a change was made is open. Transient.</summary>
    public const string StorageUnavailable = "storage_unavailable";

    /// <summary>
    /// No silo, or no server, answered: there is no connection, or the answer did not come in time. Whether a change was made is
    /// open. Transient.
    /// </summary>
    public const string Unreachable = "unreachable";

    /// <summary><see cref="MigrationQuery.From"/> is later than <see cref="MigrationQuery.To"/>.</summary>
    public const string InvalidTime = "invalid_time";

    /// <summary>A cursor is not one that the engine gave out; only callers of <see cref="ISegmentationGrain"/> can see it.</summary>
    public const string InvalidCursor = "invalid_cursor";

    /// <summary>Over HTTP: the engine asks for a key and was sent none that it knows.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>Over HTTP: the key reads and changes nothing.</summary>
    public const string ReadOnlyKey = "read_only_key";

    /// <summary>Over HTTP: what answered is no segmentation engine, or one of a version that this client cannot read.</summary>
    public const string UnreadableAnswer = "unreadable_answer";

    /// <summary>What is stored of the customer cannot be read: it must be restored, or the customer erased.</summary>
    public const string UnreadableCustomer = "unreadable_customer";

    /// <summary>The engine failed at the call; its log says why.</summary>
    public const string InternalError = "internal_error";
}
