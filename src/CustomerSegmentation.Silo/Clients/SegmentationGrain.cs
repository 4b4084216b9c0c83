using CustomerSegmentation.Client;
using CustomerSegmentation.Edge.Api;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Models;
using Orleans.Concurrency;

namespace CustomerSegmentation.Silo.Clients;

/// <summary>
/// Answers Orleans clients as the HTTP API answers everybody else. Reentrant, as a call that waits for storage must hold up no other;
/// one activation of a key in a silo, so that a cancellation finds the call it is meant for.
/// </summary>
// On the silo that the client is connected to: all of them answer alike.
[StatelessWorker(maxLocalWorkers: 1), Reentrant]
internal sealed class SegmentationGrain(
    ISegmentationEngine engine, EngineOptions options, ILogger<SegmentationGrain> log, ApiOptions? api = null)
    : Grain, ISegmentationGrain
{
    private static readonly ApiOptions Defaults = new();

    public Task<Client.CustomerView?> FindCustomerAsync(string customerId, CancellationToken cancellationToken) => AnswerAsync(
        async token => (await engine.FindCustomerAsync(customerId, token))?.ToClient(options.Currency), cancellationToken);

    public Task<Client.RecordReceipt> RecordAsync(Client.PurchaseEvent[] purchases, CancellationToken cancellationToken) => AnswerAsync(
        async token => (await engine.RecordAsync(Array.ConvertAll(purchases, ClientEvents.ToEngine), token)).ToClient(), cancellationToken);

    public Task<Client.SegmentsView> SegmentsAsync(CancellationToken cancellationToken) => AnswerAsync(
        async token => (await engine.SegmentsAsync(token)).ToClient(), cancellationToken);

    public Task<MigrationPage> MigrationsAsync(Client.MigrationQuery query, string? cursor, CancellationToken cancellationToken) => AnswerAsync(
        async token => (await engine.MigrationsAsync(query.ToEngine(cursor), token)).ToClient(engine.SegmentDirectory), cancellationToken);

    public Task<bool> EraseCustomerAsync(string customerId, CancellationToken cancellationToken) => AnswerAsync(
        token => engine.EraseCustomerAsync(customerId, token), cancellationToken);

    public Task<ModelView> CurrentModelAsync(CancellationToken cancellationToken) => AnswerAsync(
        async token => (await engine.ModelsAsync(token)).First(model => model.Status == ModelStatus.Published)
            .ToClient(engine.SegmentDirectory),
        cancellationToken);

    /// <summary>Whatever goes wrong leaves the silo as an exception that every client can read.</summary>
    private async Task<T> AnswerAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource((api ?? Defaults).RecordTimeout, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return await ask(either.Token);
        }
        catch (SegmentationException)
        {
            throw;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (InvalidCursorException invalid)
        {
            throw new SegmentationException(ErrorCodes.InvalidCursor, invalid.Message);
        }
        catch (UnreadableCustomerException unreadable)
        {
            throw new SegmentationException(ErrorCodes.UnreadableCustomer, unreadable.Message);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            throw new SegmentationException(
                ErrorCodes.StorageUnavailable,
                "Storage is away or too slow, and whether the change was made is open. Make the call again, that is safe.",
                isTransient: true);
        }
        catch (Exception e)
        {
            log.CallFailed(e);
            throw new SegmentationException(
                ErrorCodes.InternalError, "The engine failed at this call; its log says why. Trying again is safe.");
        }
    }
}
