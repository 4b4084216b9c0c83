using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Packing;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>How a customer comes here from an embedded engine.</summary>
internal sealed partial class CustomerGrain
{
    public async Task<bool> RestoreAsync(byte[] packed, long now)
    {
        await ErasedAsync();
        clock.Raise(now);
        var restored = Unpacked(packed);
        if (!IsKnown)
        {
            (_customer, _now) = (restored, clock.Now);
            _changes++;
        }
        else if (!CustomerCodec.Canonical(_customer).AsSpan().SequenceEqual(CustomerCodec.Canonical(restored)))
        {
            return false;
        }

        // Here already: from an import that was interrupted. Time may have passed for them since; that stays.
        await DurableAsync(_changes);
        DeactivateOnIdle();
        return true;
    }

    private static Customer Unpacked(byte[] packed)
    {
        var reader = new PackedReader(packed);
        return CustomerCodec.Read(ref reader);
    }
}
