namespace CustomerSegmentation.Edge.Messaging;

/// <summary>Names at the broker that shops and operators rely on.</summary>
public static class BrokerNames
{
    /// <summary>Fanout exchange that shops publish purchases to.</summary>
    public const string Purchases = "purchases";

    /// <summary>Quorum queue that purchases wait in.</summary>
    public const string PurchaseQueue = "customer-segmentation.purchases";

    /// <summary>Exchange and quorum queue of what was refused, with <see cref="RefusalHeaders"/>.</summary>
    public const string Refused = "customer-segmentation.purchases_error";

    /// <summary>Topic exchange that migrations are published to, by routing key <c>segment.&lt;cause&gt;</c>.</summary>
    public const string SegmentChanges = "segment-changes";
}

/// <summary>Headers of a message in the queue <see cref="BrokerNames.Refused"/>; together at most some 8 KB.</summary>
public static class RefusalHeaders
{
    /// <summary>One of <see cref="Customers.Events.RefusalCodes"/>; where events differ, all of theirs, comma separated.</summary>
    public const string Code = "segmentation-code";

    /// <summary>A sentence for people; where several events are refused a line for each, beginning with its index.</summary>
    public const string Reason = "segmentation-reason";

    /// <summary>
    /// Positions of the refused events in the original message, from 0, comma separated. Absent when the body as a
    /// whole is refused.
    /// </summary>
    public const string Index = "segmentation-index";

    /// <summary>The original's message id, where it had one.</summary>
    public const string MessageId = "segmentation-message-id";

    /// <summary>The exchange that the original was published to, where the transport knows.</summary>
    public const string Exchange = "segmentation-exchange";
}
