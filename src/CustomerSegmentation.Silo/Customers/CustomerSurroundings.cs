using CustomerSegmentation.Engine;
using CustomerSegmentation.Silo.Models;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>What every customer of a silo needs besides their storage: one reference in each of them, as there are many.</summary>
/// <param name="models">The model in force.</param>
/// <param name="clock">The silo's.</param>
/// <param name="end">How far the record goes.</param>
/// <param name="unreadable">Those of whom nothing can be read.</param>
/// <param name="storeOf">Makes the store of a customer's activation.</param>
internal sealed class CustomerSurroundings(
    SiloModels models, SiloClock clock, RecordEnd end, UnreadableCustomers unreadable, Func<string, IGrainContext, CustomerStore> storeOf)
{
    /// <summary>Names this silo to its own customers: whoever calls from here waits for what is durable outside the grain.</summary>
    public long Id { get; } = BitConverter.ToInt64(System.Security.Cryptography.RandomNumberGenerator.GetBytes(sizeof(long))) | 1;

    /// <summary>The model in force.</summary>
    public SiloModels Models => models;

    /// <summary>The silo's.</summary>
    public SiloClock Clock => clock;

    /// <summary>How far the record goes.</summary>
    public RecordEnd End => end;

    /// <summary>Those of whom nothing can be read.</summary>
    public UnreadableCustomers Unreadable => unreadable;

    /// <summary>The store of a customer's activation.</summary>
    public CustomerStore StoreOf(string customerId, IGrainContext activation) => storeOf(customerId, activation);
}
