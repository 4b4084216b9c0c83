using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Silo.Customers;

/// <summary>What keeps calls from a customer: an erasure under way, state that cannot be read, or memory that may not be what is stored.</summary>
internal sealed partial class CustomerGrain
{
    private Task? _erasing; // failed once what is in memory may not be what is in storage: then nothing more is taken

    private bool IsUnreadable => _erasing is { IsFaulted: true, Exception.InnerException: UnreadableCustomerException };

    public async Task<bool> EraseAsync()
    {
        if (_erasing is { } already && !IsUnreadable)
        {
            await already;
            return true;
        }

        if (!IsKnown && !IsUnreadable)
        {
            DeactivateOnIdle();
            return false;
        }

        await (_erasing = EraseStoredAsync());
        return true;
    }

    /// <summary>
    /// Complete when no erasure is under way; fails with it, as nothing may be folded onto half of one, and once the customer is to be read
    /// again from storage.
    /// </summary>
    private async ValueTask ReadyAsync()
    {
        while (_erasing is { } erasing)
        {
            ReadAgainSoon();
            await erasing;
        }
    }

    private async Task EraseStoredAsync()
    {
        await Task.Yield(); // so that whoever comes meanwhile sees that it is under way
        try
        {
            if (!_store.IsErasing)
            {
                await _store.DurableAsync(); // what was folded before becomes durable first, so that nothing of it comes after
            }

            await _store.EraseAsync();
        }
        catch
        {
            Break();
            throw;
        }

        _customer = new(_customer.Id);
        silo.Unreadable.Remove(_customer.Id);
        _erasing = null;
    }

    /// <summary>Who was unreadable may have been restored: the next activation sees.</summary>
    private void ReadAgainSoon()
    {
        if (IsUnreadable && silo.Unreadable.MayReadAgain(_customer.Id))
        {
            DeactivateOnIdle();
        }
    }

    private void Break()
    {
        TakeNothingMore(new SiloUnavailableException("The customer is read again from storage."));
        DeactivateOnIdle();
    }

    private void TakeNothingMore(Exception reason)
    {
        _erasing = Task.FromException(reason);
        _erasing.Ignore();
    }
}
