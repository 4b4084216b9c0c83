using Orleans.Runtime;

namespace CustomerSegmentation.Silo;

/// <summary>
/// A grain ends when its calls have ended. One that waits for a grain which waits for it, in a silo that stops, would keep both
/// until calls time out; so whoever waits for others stops waiting when the silo stops, and is asked again elsewhere.
/// </summary>
internal static class GrainDraining
{
    /// <exception cref="SiloUnavailableException">The silo stops.</exception>
    public static async Task<T> OrAsync<T>(Task<T> task, CancellationToken stopping)
    {
        try
        {
            return await task.WaitAsync(stopping);
        }
        catch (OperationCanceledException e) when (stopping.IsCancellationRequested)
        {
            task.Ignore();
            throw new SiloUnavailableException("The silo stops.", e);
        }
    }
}
