using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>
/// What a customer's storage holds: all of the customer, and the migrations that are not known to be on record, in one
/// write, so that a crash between the two loses none.
/// </summary>
[GenerateSerializer, Alias("customer-state")]
internal sealed class CustomerState
{
    [NonSerialized]
    private string? _damage;

    /// <summary>The customer, by <see cref="CustomerSegmentation.Customers.Packing.CustomerCodec"/>; null for one who is not known.</summary>
    [Id(0)] public byte[]? Customer { get; set; }

    /// <summary>How many times this was written.</summary>
    [Id(1)] public long Version { get; set; }

    /// <summary>Migrations that may not be on record, oldest first.</summary>
    [Id(2)] public Migration[] Unconfirmed { get; set; } = [];

    /// <summary>When the first event happened (UTC ticks), of a customer who was in no segment after it; else null.</summary>
    [Id(3)] public long? FirstContactAt { get; set; }

    /// <summary>When the engine knew of that (UTC ticks).</summary>
    [Id(4)] public long FirstContactRecordedAt { get; set; }

    /// <summary>The customer is to be erased: whatever came in between, it will be finished.</summary>
    [Id(5)] public bool Erasing { get; set; }

    /// <summary>What is wrong with what is stored, in a sentence; null for nothing. Never stored itself.</summary>
    public string? Damage
    {
        get => _damage;
        init => _damage = value;
    }
}
