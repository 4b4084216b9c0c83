using System.Globalization;
using System.Text.Json;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Ledger;

/// <summary>Puts things on record, in transactions, from one thread at a time. What it is given is written by <see cref="Commit"/>.</summary>
public abstract class LedgerWriter : IDisposable
{
    /// <summary>The place of the last migration put on record through this; 0 before the first. To be read after a commit.</summary>
    public long LastMigration { get; private protected set; }

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction that is durable when this returns. When it throws, nothing of it is
    /// on record, or, where the connection broke while it was confirmed, all of it; either way the same work may be
    /// committed again: migrations and segment states are on record once.
    /// </summary>
    /// <exception cref="System.Data.Common.DbException">It did not commit.</exception>
    public abstract void Commit(Action<LedgerWriter> work);

    /// <summary>Puts a migration on record. A customer's are appended in the order of their sequence.</summary>
    public abstract void Append(Migration migration);

    /// <summary>Puts on record the first contact of a customer who is in no segment.</summary>
    /// <param name="customerId">Who.</param>
    /// <param name="since">When the first contact was.</param>
    /// <param name="recordedAt">When the engine knew.</param>
    public abstract void AddFirstContact(string customerId, DateTimeOffset since, DateTimeOffset recordedAt);

    /// <summary>Puts on record what a customer has become.</summary>
    /// <exception cref="StaleCustomerException">Somebody else has written them since they were read.</exception>
    public abstract void Save(CustomerChange change);

    /// <summary>Keeps the segment state of a customer, unless a later version of it is on record.</summary>
    public void Save(SegmentStateRow segmentState) => Save(CustomerChange.Of(segmentState));

    /// <summary>
    /// Overwrites what was erased wherever it may still be stored, after a commit. False when a reader is in the way: then it is to be
    /// tried again.
    /// </summary>
    public virtual bool Scrub() => true;

    /// <summary>Removes everything that is on record of a customer.</summary>
    public virtual void Forget(string customerId)
    {
        Run("DELETE FROM migrations WHERE customer = $1", customerId);
        Run("DELETE FROM first_contacts WHERE customer = $1", customerId);
        Run("DELETE FROM segment_states WHERE customer = $1", customerId);
    }

    /// <summary>Keeps a setting or a marker.</summary>
    public void SetMeta(string key, string value) => Run(
        "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value);

    /// <summary>Keeps a setting unless there is one already: of several who say what holds, the first.</summary>
    public void ClaimMeta(string key, string value) =>
        Run("INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING", key, value);

    /// <summary>Keeps a marker that only grows: of several that are written, in whatever order, the greatest stays.</summary>
    public void RaiseMeta(string key, long value) => Run(
        """
        INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value
        WHERE CAST(meta.value AS BIGINT) < CAST(excluded.value AS BIGINT)
        """,
        key,
        value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Keeps a model version.</summary>
    public void Save(ModelRecord model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Run(
            """
            INSERT INTO models (version, document) VALUES ($1, $2)
            ON CONFLICT (version) DO UPDATE SET document = excluded.document
            """,
            (long)model.Model.Version,
            ModelText.Of(model));
    }

    /// <summary>Keeps what became of the last fit.</summary>
    public void Save(LastFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        SetMeta(Markers.LastFit, JsonSerializer.Serialize(fit, ModelDocumentJson.Default.LastFit));
    }

    /// <summary>Notes that a model was put in force. What was the n-th to be so stays it, whoever comes late.</summary>
    public void Save(Publication publication)
    {
        ArgumentNullException.ThrowIfNull(publication);
        Run(
            """
            INSERT INTO publications (ordinal, version, at) VALUES ($1, $2, $3) ON CONFLICT (ordinal) DO NOTHING
            """,
            (long)publication.Ordinal,
            (long)publication.Model.Version,
            publication.At.UtcTicks);
    }

    /// <summary>Keeps a segment's wording.</summary>
    public void Save(Segment segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        Run(
            """
            INSERT INTO segments (id, name, description, action) VALUES ($1, $2, $3, $4)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description, action = excluded.action
            """,
            segment.Id,
            segment.Name,
            segment.Description,
            segment.Action);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a statement with parameters $1, $2, … of the types string and long, in its turn.</summary>
    internal abstract void Run(string sql, params object?[] values);

    /// <summary>Closes the connection.</summary>
    protected abstract void Dispose(bool disposing);
}
