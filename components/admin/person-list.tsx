"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "../ui/toast.ts";
import { useChange } from "../http/use-change.ts";
import { Table, deskOnly } from "../ui/table.tsx";
import type { PeopleActions } from "./people-actions.ts";
import type { PersonTask } from "./person-actions-menu.tsx";
import { PersonDialogs } from "./person-dialogs.tsx";
import { PersonRow } from "./person-row.tsx";
import type { ListedPerson } from "./person.ts";

const heads = [
  { word: "Username" },
  { word: "Signs in with", className: `${deskOnly} sm:w-[24%]` },
  { word: "Role", className: "w-26 sm:w-[18%]" },
  { word: "Created", className: `${deskOnly} sm:w-[16%]` },
  { word: "Actions", className: "w-15 sm:w-16", hidden: true },
];

/** Accounts, each with what can be done to it. */
export function PersonList({ people, actions }: { people: readonly ListedPerson[]; actions: PeopleActions }) {
  // Who it is about stays while a dialog fades out.
  const [person, setPerson] = useState<ListedPerson>();
  const [task, setTask] = useState<PersonTask>();
  const router = useRouter();
  const enabling = useChange(actions.enable, () => toast("success", "The account is enabled"));

  const onTask = (about: ListedPerson, wanted: PersonTask) => {
    if (wanted === "enable") {
      enabling.run({ personId: about.id });
      return;
    }
    if (wanted === "tokens") {
      router.push(`/admin/people/${about.id}`);
      return;
    }
    setPerson(about);
    setTask(wanted);
  };
  return (
    <>
      {enabling.failure !== undefined && (
        <p role="alert" className="px-4 pb-3 text-error sm:px-5">
          {enabling.failure}
        </p>
      )}
      <Table label="People" heads={heads}>
        {people.map((one) => (
          <PersonRow key={one.id} person={one} onTask={(wanted) => onTask(one, wanted)} />
        ))}
      </Table>
      {person && (
        <PersonDialogs
          key={person.id}
          person={person}
          task={task}
          onClose={() => setTask(undefined)}
          actions={actions}
        />
      )}
    </>
  );
}
