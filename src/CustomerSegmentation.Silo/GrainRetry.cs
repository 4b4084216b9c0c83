using System.Data.Common;
using System.Diagnostics;
using Orleans.Persistence.Redis;
using Orleans.Serialization;
using StackExchange.Redis;

namespace CustomerSegmentation.Silo;

/// <summary>
/// Asks the cluster what may be asked twice, and asks again where the silo that should answer stops or has gone: another one
/// takes over within seconds. So whoever calls sees no error while silos are restarted in turn.
/// </summary>
internal static class GrainRetry
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(15); // longer than a killed silo goes unnoticed

    /// <exception cref="TimeoutException">There was no answer in time; storage may be away.</exception>
    public static async Task<T> AnswerAsync<T>(Func<Task<T>> question, CancellationToken cancellation = default)
    {
        long? failing = null;
        for (var pause = FirstPause; ; pause = pause < MaxPause ? 2 * pause : MaxPause)
        {
            try
            {
                return await question().WaitAsync(cancellation);
            }
            catch (Exception e) when (IsPassing(e) && !cancellation.IsCancellationRequested)
            {
                failing ??= Stopwatch.GetTimestamp();
                if (Stopwatch.GetElapsedTime(failing.Value) > WaitTimeout)
                {
                    throw new TimeoutException($"The cluster does not answer ({e.GetType().Name}).", e);
                }

                await Task.Delay(pause, TimeProvider.System, cancellation);
            }
        }
    }

    /// <summary>
    /// A silo stops or is gone, or what a grain begins with cannot be read now. An answer that cannot be read is of a silo of
    /// another version, or tells of a failure that this silo does not know: both pass.
    /// </summary>
    public static bool IsPassing(Exception e) => e is OrleansException or TimeoutException or DbException
        or RedisStorageException or RedisException or SerializerException;

    /// <summary>Has something done that may not be done twice.</summary>
    /// <exception cref="TimeoutException">Whether it is done is open.</exception>
    public static async Task<T> DoneAsync<T>(Task<T> command, CancellationToken cancellation)
    {
        try
        {
            return await command.WaitAsync(cancellation);
        }
        catch (Exception e) when (IsPassing(e))
        {
            throw new TimeoutException($"The cluster did not answer ({e.GetType().Name}).", e);
        }
    }
}
